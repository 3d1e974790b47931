/** `<poly-head>`: Polyhead in a frame of its own. Load it with `<script type="module" src="polyhead.js">`. */

export type Role = "input" | "task" | "ignore" | "split" | "group" | "weight";
export type ColumnType =
  | "number" | "integer" | "category" | "ordered" | "boolean" | "multi_select" | "date" | "identifier" | "constant" | "image" | "text";
export type Split = "train" | "valid" | "test";
export type TaskKind = "regression" | "count" | "binary" | "multiclass" | "ordinal" | "multilabel" | "mask";
export type Status = "idle" | "running" | "paused" | "done" | "error";
export type Cell = string | number | boolean | null;
export type Row = Record<string, Cell>;

/** A row of the table as a spreadsheet counts, and the column where one cell is meant. */
export interface Place {
  row: number;
  column: string | null;
}

/** How a file is read; what is left out, or `null`, is found. */
export interface ReadingChoice {
  /** Between cells: `,`, `;`, a tab, `|` or another sign of ASCII; a blank for columns that are aligned with blanks. */
  delimiter?: string | null;
  /** Rows of names above the data, the rows of units below them included; 0 where there is no header. */
  headerRows?: number | null;
  /** Rows left out above the header. */
  skipTop?: number | null;
  /** Rows left out below the data, such as sources and totals; empty ones are not counted. */
  skipBottom?: number | null;
  /** As browsers name it: `utf-8`, `windows-1251`, `shift_jis` … */
  encoding?: string | null;
  /** Before the decimals of numbers. */
  decimal?: "." | "," | null;
  /** How a quote within a quoted cell is written: twice, behind a backslash, or `none`: quotes are signs like others. */
  quotes?: "doubled" | "backslash" | "none" | null;
  /** What begins a line that is no data; empty for nothing. */
  comment?: string | null;
}

/** Where models train. */
export interface DeviceInfo {
  backend: "webgpu" | "cpu";
  adapter: string;
  /** Why the GPU is not used. */
  reason?: string;
}

export interface TableSummary {
  name: string;
  rows: number;
  /** Where the first data row stands in a spreadsheet: 2 below a header, else 1. */
  firstRow: number;
  /** Where every data row stands in a spreadsheet, as runs: data row `first + n` stands in row `row + n * step`. */
  rowNumbers: { first: number; row: number; step: number }[];
  /** How the file was read: what was found, or chosen instead; `null` for what its format does not have. */
  reading: ReadingChoice;
  /** How the table was written; what it is packed in is looked through. */
  format: "csv" | "json" | "json_lines" | "arff" | "libsvm" | "parquet" | "workbook";
  /** Between cells; a comma where the format has none. */
  delimiter: string;
  columns: {
    name: string;
    type: ColumnType;
    role: Role;
    missing: number;
    distinct: number;
    /** Why this type and role were suggested; empty where they were chosen. */
    reason: string;
    values:
      | { kind: "numbers"; low: number; high: number; median: number; whole: boolean; bins: number[] }
      | { kind: "dates"; low: string; high: string; median: string; bins: number[] }
      | { kind: "labels"; levels: [string, number][] };
  }[];
  /** Marks found in place of values, the most frequent first; empty cells are the empty mark. */
  missingMarks: string[];
  preview: string[][];
  /** What each file after the first added: rows of the first with a row in it, and its rows that belong to none. */
  joins: { file: string; key: string; matched: number; unused: number }[];
  warnings: string[];
  /** Where each warning is seen, in the same order; `null` where it is in no one place. */
  warningPlaces: (Place | null)[];
}

/** What is chosen for one task; every field has a default. */
export interface TargetConfig {
  /**
   * What the task is learned as; null for what the column's type suggests. Numbers are a `regression` or, whole and from 0 on, a
   * `count`, which is answered with its expected value; whole numbers may also be classes, `multiclass` or `ordinal`, and are
   * `binary` where there are two. Cells with several labels (`multi_select`) are `multilabel`. Three or more labels are `multiclass` or, of the type `ordered`,
   * `ordinal` or `multiclass`. Pictures (`image`) are a `mask`: each grey value is the class of a pixel of the picture that is an input.
   */
  kind: TaskKind | null;
  /** Numbers of a regression are straightened before they are learned; answers and scores stay in the column's unit. */
  transform: "none" | "log1p" | "yeo_johnson";
  /** `balanced`: every class counts the same in training, however few rows it has, and in the choice of the best epoch; scores never weigh. */
  classWeights: "none" | "balanced";
  /** `pool`: several `multiclass` classes with fewer than 5 training rows are learned, and answered, as one, “other classes”. */
  rareClasses: "keep" | "pool";
  /**
   * Of two classes: what a row of the second that is not found costs, in units of a row of the first that is taken for it, from 0.001 to
   * 1000; the reported `threshold` makes errors cost least. `null` for the largest F1.
   */
  costRatio: number | null;
}

/** Every field has a default; unknown fields are refused by name. */
export interface RunConfig {
  /** Of initial parameters, batches, dropout and, unless it has one of its own, the split. */
  seed: number;
  /**
   * Shares that sum to 1; a column with the role `split` comes before them. Every split has the same shares of the values of the
   * column `stratify`: null for the classes of all class tasks, "none" for plain random. By time, the oldest rows of the column
   * `byTime` train and the newest test; rows of equal times stay together, and those without one train. With
   * `keepCopiesTogether`, true unless changed, rows that are equal in all inputs and tasks stay in one split. Test rows of a split
   * column that have no label of any task are left out, and others drawn for them. `seed` says which rows go where: null for the
   * run's own `seed`; with one of its own, runs of several seeds learn from the same rows.
   */
  split: {
    train: number;
    valid: number;
    test: number;
    stratify: string | null;
    byTime: string | null;
    keepCopiesTogether: boolean;
    seed: number | null;
  };
  encoding: {
    /** How input numbers are brought to a common scale: to mean 0 and deviation 1, or to normal scores of their ranks. */
    numbers: "standardise" | "quantile";
    /**
     * What the model reads of each scaled number. `none`: the number. `piecewise_linear`: how far it reaches through each of up to 16 bins
     * with equally many training rows, from 0 to 1. `periodic`: the number and 8 learned mixtures of its sines and cosines.
     */
    numericEmbedding: "none" | "piecewise_linear" | "periodic";
    /**
     * How input labels become numbers. `one_hot`: one place a label; those with fewer than 5 training rows share one, “other”, which
     * labels that training never saw are read as too, and missing cells have one. `embedding`: in columns with more than 10 such
     * places, a learned vector a place, of min(50, round(1.6 places^0.56)) numbers; other columns as before.
     */
    categories: "one_hot" | "embedding";
    /**
     * How input texts become numbers. `tfidf`: of each column up to 16384 words, pairs of neighbouring words and (of short texts) pieces
     * of 4 letters that two training rows hold, with TF-IDF weights fitted on training rows; a text is the weighted sum of their learned
     * vectors of 64 numbers, and its 64 to 256 heaviest count. `hashed`: words and their pieces of 3 to 5 letters counted in 64 places, with nothing learned about
     * them. `embedding`: the mean of their learned vectors of 16 numbers in 4096 buckets, which all text columns share. Of long texts
     * the first 128 count, words before pieces.
     */
    texts: "tfidf" | "hashed" | "embedding";
  };
  /** By task of one column. */
  targets: Record<string, TargetConfig>;
  /**
   * Columns that are learned together as one task of the kind `multilabel`, by the task's name, which no column may have: two or more,
   * each in one set at most, with the role `task` and labels that mean yes and no. A row may lack any of them; nothing can be chosen
   * in `targets` for one of them.
   */
  labelSets: Record<string, string[]>;
  architecture: {
    kind: "hard_sharing" | "shared_parameters" | "mmoe" | "cross_stitch" | "task_gated" | "task_film" | "single_task" | "cgc" | "ple" | "lora" | "mtan" | "adatt" | "dselect_k" | "task_relation" | "trace_norm" | "tabm";
    trunk: number[];
    head: number[];
    activation: "relu" | "tanh" | "gelu";
    dropout: number;
    /** Shared experts, for mixtures of experts. */
    experts: number;
    /** Experts of each task's own, for CGC, PLE and AdaTT. */
    taskExperts: number;
    /** Rank of each task's updates, for LoRA. */
    rank: number;
    /** Softness of gates and masks. */
    temperature: number;
    /** Experts that each task selects, for DSelect-k, whose experts must be a power of two. */
    expertsPerTask: number;
    /** How much heads are tied, for task relationships and the trace norm. */
    relationStrength: number;
    /** Members of the ensemble, for TabM. */
    members: number;
  };
  weighting: {
    kind: "normalised_equal" | "equal" | "manual" | "uncertainty" | "uncertainty_so" | "imtl_l" | "scale_invariant"
      | "geometric" | "stch" | "dwa" | "slaw" | "famo" | "random"
      | "mgda" | "pcgrad" | "gradvac" | "cagrad" | "config" | "imtl_g" | "aligned_mtl" | "db_mtl" | "gradnorm"
      | "nash_mtl" | "fairgrad" | "upgrad" | "dualproj";
    /** For `manual`: one weight per task, in task order. */
    weights?: number[];
    /** For `upgrad`, `aligned_mtl` and `stch`: how much each task is preferred, in task order; without it all are alike. */
    preference?: number[];
    /**
     * Whether each loss is divided by that of the best constant answer before the weighting sees it, and counts so, with any kind;
     * `normalised_equal` does that in any case. Weights in reports are those of the losses as they are reported.
     */
    normalise: boolean;
    /** For methods on the Gramian, from `mgda` on: by what the gradients are taken; `null` is `representation` where all tasks read one, and `exact` where each has its own. */
    gramian: "representation" | "exact" | null;
    /** For methods on the Gramian: steps from one measurement to the next. */
    refresh: number;
    /** For methods on the Gramian: share of the weights that is kept from one measurement to the next, from 0 to below 1 (CR-MOGM). */
    smoothing: number;
    /** Softness of the weights, for `uncertainty_so`. */
    tau: number;
    /** Width of the smoothing, for `stch`: the worst task alone near 0, normalised equal weights at 1. */
    mu: number;
    /** How fast old gains are forgotten, for `famo`. */
    gamma: number;
    /** Favour for slow tasks, for `fairgrad` and `gradnorm`; `null` is the paper's, 2 and 1.5. */
    alpha: number | null;
    /** How far the direction may be from the mean gradient, in units of its length, for `cagrad`. */
    c: number;
    /** What weights are drawn from, for `random`. */
    distribution: "normal" | "dirichlet";
  };
  /** A gradient longer than `clipNorm`, over all parameters together, is shortened to it; null for any length. */
  optimizer: { kind: "adamw" | "adam" | "sgd"; learningRate: number; weightDecay: number; clipNorm: number | null };
  /** The course of the learning rate. */
  schedule: {
    /** `cosine`: it falls along half a cosine over all epochs; `plateau`: it falls whenever the validation score is flat. */
    kind: "constant" | "cosine" | "plateau";
    /** How long the rate rises in equal steps to the whole learning rate, with any kind; 0 for no warm-up. */
    warmup: number;
    /** What `warmup` is counted in: a share, below 1, of the steps of all epochs, or steps. */
    warmupUnit: "share" | "steps";
    /** The lowest rate, as a share of the learning rate, for `cosine` and `plateau`. */
    lowest: number;
    /** What the rate is multiplied by, for `plateau`. */
    factor: number;
    /** Epochs without a better validation score that are put up with, for `plateau`: fewer than those after which a run stops early. */
    patience: number;
  };
  /**
   * Share of every label, from 0 to 0.9, that is spread evenly over all classes, or over yes and no, in training; training losses are
   * those of smoothed labels, validation losses and scores are not. Tasks of the kinds `ordinal`, `regression` and `count` are learned as they are.
   */
  labelSmoothing: number;
  /**
   * `uniform`: an epoch sees every training row once. `balanced`: as many rows, drawn so that tasks with few labels are seen more
   * often; a task with n labelled rows has the share n^(1/temperature) of the draws, so that at 1 tasks are drawn in proportion to
   * their labels, and the more equally, the higher the temperature is. Rows without a label are not drawn.
   */
  sampling: { kind: "uniform" | "balanced"; temperature: number };
  batchSize: number;
  epochs: number;
  /**
   * `null` never stops early. `all`: once the sum of all tasks' validation losses is flat for `patience` epochs. `task`: a task whose own
   * validation loss is flat weighs 0 from then on and has no say in which epoch is the best, while the trunk goes on learning from the
   * others; the run stops with the last task.
   */
  earlyStopping: { patience: number; scope: "all" | "task" } | null;
  /** Steps from one measurement of how the tasks act on each other to the next; 0 for none. It changes nothing that is learned. */
  affinityEvery: number;
  /** Seconds of training after which a run ends, pauses not counted; `null` for any time. Two runs under a budget may differ. */
  timeBudget: number | null;
  /** Whether a run that has ended is compared with models that learn one task alone. */
  singleTaskTwins: boolean;
  /** What it is compared with, and how surely. */
  comparison: {
    /** Trainings of the joint model and of each model of one task, each with a seed of its own. */
    seeds: number;
    /** Whether each seed deals the rows out to splits anew. */
    redrawSplits: boolean;
    /** Resamples of the paired bootstrap. */
    resamples: number;
    linear: boolean;
    trees: boolean;
  };
}

export type PartialConfig = Omit<
  { [Field in keyof RunConfig]?: RunConfig[Field] extends object ? Partial<RunConfig[Field]> : RunConfig[Field] },
  "targets" | "labelSets"
> & {
  /** `null` takes out what was chosen for a task. */
  targets?: Record<string, Partial<TargetConfig> | null>;
  /** `null` takes a set apart. */
  labelSets?: Record<string, string[] | null>;
};

/** Names of scores. */
export type Metric =
  | "loss" | "accuracy" | "balancedAccuracy" | "macroF1" | "auc" | "averagePrecision" | "logLoss" | "ece"
  | "microF1" | "hammingLoss" | "subsetAccuracy"
  | "rmse" | "mae" | "r2" | "pearson" | "spearman"
  | "poissonDeviance" | "d2" | "quadraticKappa"
  | "pixelAccuracy" | "meanIou"
  | "logLossSkill" | "brier" | "rmsle" | "top3Accuracy" | "top5Accuracy";

/**
 * Scores by name; `null` where one is undefined. `logLossSkill`: 1 less the log loss over that of the training shares. `brier`: of two classes
 * from 0 to 1; of more, summed over them, from 0 to 2. `top3Accuracy` and `top5Accuracy` only of more than five classes; `rmsle` only where
 * no actual value is below 0.
 */
export type Metrics = Partial<Record<Metric, number | null>>;

/** Why scores are `null`, by name, such as "only one class among the rows". */
export type Reasons = Partial<Record<Metric, string>>;

/**
 * How one label of a set is answered: yes from a probability above one half on; or one class against the rest: yes where it is the most
 * probable one. `null` where a score is undefined.
 */
export interface LabelScores {
  /** The label, or the class. */
  label: string;
  /** Rows in which it is known. */
  labelled: number;
  /** Those in which it is yes. */
  positives: number;
  precision: number | null;
  recall: number | null;
  f1: number | null;
  auc: number | null;
  /** Why scores are `null`, by name. */
  undefined?: Partial<Record<"precision" | "recall" | "f1" | "auc", string>>;
}

/** What becomes of rows where the second of two classes is answered from a threshold on; `null` where a score is undefined. */
export interface AtThreshold {
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
  trueNegatives: number;
  precision: number | null;
  recall: number | null;
  f1: number | null;
  /** Mean cost of a row, in units of a false positive, where `costRatio` is given. */
  cost?: number;
  /** Why scores are `null`, by name. */
  undefined?: Partial<Record<"precision" | "recall" | "f1", string>>;
}

/** How a threshold is chosen on validation rows: the largest F1 of the second class, or the least cost of errors. */
export interface ThresholdChoice {
  kind: "f1" | "cost";
  /** What a second class that is not found costs, in units of a first class that is taken for the second. */
  ratio?: number;
}

/** A threshold chosen on validation rows, and what it does on test rows; predictions answer with the more probable class all the same. */
export interface ThresholdReport {
  /** The second class. */
  class: string;
  choice: ThresholdChoice;
  /** The least probability with which it is answered; `null` where none can be chosen. */
  value: number | null;
  /** Why there is none. */
  undefined?: string;
  valid: AtThreshold | null;
  test: AtThreshold | null;
  /** On test rows, from one half on. */
  testAtHalf: AtThreshold | null;
}

/** The main score on test rows, and how far others may have moved it: a bootstrap over rows, or groups. */
export interface ScoreInterval {
  metric: Metric;
  interval: Interval | null;
  /** Why there is none. */
  undefined?: string;
  confidence: number;
  resamples: number;
  unit: "rows" | "groups";
  /** Rows or groups with a label. */
  units: number;
}

/** One pass over the training split. */
export interface EpochReport {
  run: number;
  epoch: number;
  step: number;
  tasks: Record<string, { trainLoss: number | null; validLoss: number | null }>;
  weights: number[];
  /** The learning rate of its last step. */
  learningRate: number;
  /** How the tasks' gradients stood to each other, where the weighting measures them; `[task][task]`, in task order. */
  conflict?: {
    measured: number;
    cosines: (number | null)[][];
    norms: (number | null)[];
    /** Share of pairs that point against each other. */
    conflictRate: number;
    /** Steps in which both tasks had a labelled row. */
    counts: number[][];
    /** Whether each task's gradient was taken at a representation of its own, so that cosines compare different spaces. */
    ownSpaces: boolean;
  };
}

/** A learning-rate range test: how the loss goes as the rate grows. */
export interface ProbeReport {
  /** By growing rate; losses are means over tasks, each in units of its baseline's. */
  points: { rate: number; loss: number; smoothed: number }[];
  stepsTotal: number;
  /** A tenth of the rate at which the smoothed loss was lowest; `null` where the loss did not fall, or the probe was ended. */
  suggestion: number | null;
  /** What came of it, in one sentence. */
  outcome: string;
}

/** The latest values of a running run, about ten times a second. */
export interface StepReport {
  run: number;
  step: number;
  stepsTotal: number;
  epoch: number;
  epochsTotal: number;
  losses: (number | null)[];
  trainSeconds: number;
  rowsPerSecond: number;
}

/** What a row or column of a sharing matrix stands for; tasks and experts by number from 0. */
export type SharingPart =
  | { kind: "task"; task: number }
  | { kind: "expert"; expert: number }
  | { kind: "task_expert"; task: number; expert: number };

export interface RunReport {
  run: number;
  status: Status;
  stoppedBecause: string;
  device: DeviceInfo;
  seed: number;
  /** The seed by which rows were split. */
  splitSeed: number;
  parameters: number;
  steps: number;
  epochs: number;
  bestEpoch: number;
  trainSeconds: number;
  stepsPerSecond: number;
  /** How the weighting's solver did, where it has one. */
  solver?: {
    gramian: "representation" | "exact";
    refresh: number;
    solved: number;
    /** Times its weights were not the method's own. */
    failed: number;
    mostIterations: number;
    lastProblem: string | null;
  };
  /** What the model learned about sharing, judged on validation rows; absent for some architectures. */
  sharing?: {
    measure: "gate" | "overlap" | "stitch" | "correlation" | "similarity";
    /** The trunk's layer, from 0; absent for the whole model. */
    layer?: number;
    rows: SharingPart[];
    columns: SharingPart[];
    values: number[][];
  }[];
  /** How the tasks acted on each other while they were trained, where that was measured. */
  affinity?: AffinityReport;
  tasks: {
    name: string;
    kind: TaskKind;
    /** Class labels, or the columns of a label set. */
    classes: string[];
    /** Rows with a label, if only one of several. */
    labelled: Record<Split, number>;
    /** Sentences about what is odd, or could be chosen otherwise. */
    notes?: string[];
    metrics: Partial<Record<Split, Metrics>>;
    trivial: Partial<Record<Split, Metrics>>;
    /** Scores of the model of this task alone, once the run is compared. */
    singleTask?: Partial<Record<Split, Metrics>>;
    /** The gain over it on test rows, in percent of its main score. */
    gainPercent?: number;
    /** Why scores in `metrics`, and in `trivial`, are `null`. */
    undefined?: Partial<Record<Split, Reasons>>;
    trivialUndefined?: Partial<Record<Split, Reasons>>;
    /** How each label of a set, or each class against the rest, is answered by itself. */
    labels?: Partial<Record<Split, LabelScores[]>>;
    /** Only of two classes. */
    threshold?: ThresholdReport;
    interval?: ScoreInterval;
  }[];
  /** The mean gain over models of one task alone, in percent with its interval, once the run is compared. */
  improvement?: { percent: number; low: number; high: number };
  comparison?: ComparisonReport;
  history: EpochReport[];
}

/** Tasks trained as one model, by their indices in task order. */
export interface TaskGroup {
  tasks: number[];
  /** Those of them that it is best for; the others are there to help. */
  answers: number[];
}

/** The gradients of two tasks by what both share, over the steps that were measured. */
export interface PairMean {
  first: number;
  second: number;
  measured: number;
  cosine: number;
  /** 1 for gradients of equal length, near 0 where one drowns out the other: `2 |a| |b| / (|a|² + |b|²)`. */
  magnitude: number;
  /** Share of the steps in which the cosine was below 0. */
  conflict: number;
}

/** Which tasks help each other: Fifty et al. 2021, <https://arxiv.org/abs/2109.04617>. Tasks by their indices in task order. */
export interface AffinityReport {
  /** Steps from one measurement to the next, and how many there were. */
  every: number;
  measured: number;
  /**
   * `[from][onto]`: the mean share of its loss that a task loses by a plain gradient step on another task alone; `null` on the diagonal,
   * and where nothing was measured.
   */
  matrix: (number | null)[][];
  /** All pairs, the most related ones first. */
  pairs: {
    first: number;
    second: number;
    firstOntoSecond: number | null;
    secondOntoFirst: number | null;
    gradients: PairMean | null;
    /** Training rows with a label of the first, of the second, and of both. */
    labels: number[];
    /** Seconds that models of both tasks alone take together, once the run is compared. */
    secondsAlone: number | null;
  }[];
  /** Means since the moment before. */
  history: { step: number; pairs: PairMean[] }[];
  /** The best groups for each number of models, from one on, as long as one more makes them better. */
  groupings: {
    groups: TaskGroup[];
    /** Mean affinity onto a task in its group. */
    score: number;
    /** Tasks in all groups together. */
    cost: number;
    /** Whether no other grouping of so many groups is better. */
    isExact: boolean;
  }[];
}

/** The mean gain of groups over other models, in percent. */
export interface GroupedGain {
  percent: Interval | null;
  sentence: string;
}

/** A number with its interval. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

/** A run beside models of one task alone, linear models, boosted trees and the constant baseline. */
export interface ComparisonReport {
  seeds: number[];
  redrawsSplits: boolean;
  /** `null` where there is one task, so that nothing is learned together. */
  method: {
    resamples: number;
    confidence: number;
    seed: number;
    seeds: number;
    luck: "rows" | "rows_and_seeds";
    unit: "rows" | "groups";
    units: number;
  } | null;
  /** In task order; scores are means over the seeds. */
  tasks: {
    name: string;
    joint: Partial<Record<Split, Metrics>>;
    singleTask: Partial<Record<Split, Metrics>>;
    /** Scores of the model of the group that answers this task, once groups are compared. */
    grouped?: Partial<Record<Split, Metrics>>;
    linear: Partial<Record<Split, Metrics>>;
    trees: Partial<Record<Split, Metrics>>;
    /** On test rows. */
    gain: TaskGain | null;
    /** What the interval says, as plain data; `sentence` says it in words. */
    verdict: Record<string, unknown> | null;
    sentence?: string;
    standings: { baseline: "constant" | "linear" | "trees"; side: "above" | "level" | "below" | "unknown" }[];
    standing: string;
  }[];
  /** The mean gain over tasks. */
  overall: {
    percent: Interval | null;
    seedShare: number | null;
    leftOut?: string[];
  } | null;
  verdict: Record<string, unknown> | null;
  sentence?: string;
  /** Groups of tasks, each trained as one model, beside the joint model and models of one task alone; see `compareGrouping`. */
  grouping?: { groups: TaskGroup[]; overJoint: GroupedGain | null; overAlone: GroupedGain | null };
  /** What the trainings took. */
  seconds: { joint: number; singleTask: number; grouped: number; linear: number; trees: number };
  notes?: string[];
}

/** The gain of the joint model in one task. */
export interface TaskGain {
  name: string;
  gain: {
    metric: Metric;
    joint: number | null;
    twin: number | null;
    difference: number | null;
    percent: number | null;
    errorRatio: number | null;
    /** Why there is no gain in percent. */
    undefined?: Record<string, unknown>;
  };
  joint: Interval | null;
  twin: Interval | null;
  difference: Interval | null;
  percent: Interval | null;
  /** Share of the difference's variance that training makes; `null` with one seed. */
  seedShare: number | null;
  evidence: {
    rows: number;
    units: number;
    seeds: number;
    minority: number | null;
    differing: number | null;
    undefined: number;
  };
}

/** How far a comparison is. */
export interface ComparisonProgress {
  run: number;
  /** Models fitted. */
  done: number;
  total: number;
  doing: string;
}

export type Architecture = RunConfig["architecture"]["kind"];
export type Weighting = RunConfig["weighting"]["kind"];

/** Which configurations a sweep trains: every weighting with every architecture and every learning rate. */
export interface SweepConfig {
  /** That of the configuration if none; `equal` and `random`, the controls, are always among them. */
  weightings: Weighting[];
  /** That of the configuration if none. */
  architectures: Architecture[];
  /** That of the configuration if none. */
  learningRates: number[];
  /** Trainings of each, with the seeds that follow that of the configuration: 1 to 100, at most 1000 trainings in all. */
  seeds: number;
}

/** A mean over seeds with its 95 % interval, which one seed does not have. */
export interface Score {
  mean: number;
  interval: [number, number] | null;
}

/** Several configurations, each trained with several seeds on the same splits for the same number of epochs. */
export interface SweepReport {
  /** Whether all trainings are done and the best configuration is scored on test rows. */
  isComplete: boolean;
  /** What each row of the comparison was trained by. */
  settings: {
    name: string;
    architecture: Architecture;
    weighting: Weighting;
    learningRate: number;
  }[];
  seeds: number[];
  epochs: number;
  comparison: {
    /** Names of the tasks and their main scores. */
    tasks: [string, Metric][];
    rows: {
      configuration: string;
      /** Trainings. */
      seeds: number;
      /** Of each task on validation rows; `null` where a training has none, as one that diverged. */
      valid: (Score | null)[];
      /** Mean over tasks of its rank by these scores, 1 for the best. */
      meanRank: number | null;
      /** Seconds of a training. */
      seconds: number;
    }[];
    /** Index of the row with the best mean rank; `null` before all trainings are done. */
    best: number | null;
    /** Its scores on test rows, which chose nothing; no other configuration is scored on them. */
    bestTest: (Score | null)[];
  };
  /** The comparison as CSV, one record a configuration. */
  csv: string;
  /** What went wrong, one sentence each. */
  notes?: string[];
}

/** How far a sweep is. */
export interface SweepProgress {
  /** Trainings done. */
  done: number;
  total: number;
  doing: string;
  isPaused: boolean;
  /** By the mean of the trainings that are done; `null` before the first. */
  secondsLeft: number | null;
}

/** A run that has ended. */
export interface RunEntry {
  run: number;
  config: RunConfig;
  report: RunReport;
}

/**
 * One answer per task, by task name. Of a label set, `value` holds the labels with a probability of yes above one half, and
 * `probabilities` those of all; of a mask, the class of each pixel, row by row.
 */
export type Prediction = Record<string, { value: Cell | string[] | number[][]; probabilities?: Record<string, number> }>;

export interface RunStatus {
  status: Status;
  step: number;
}

/** Every promise rejects with a sentence that says what, where and what to do. */
export declare class PolyHead extends HTMLElement {
  /** Resolves once the worker is up; rejects with the reason where it can't start, or where no app answers for a minute. */
  readonly ready: Promise<DeviceInfo>;
  /**
   * Of several tables the last one asked for stays. The promise of another is rejected if its bytes were still on the way then, as
   * with a `Blob` or Parquet.
   */
  loadData(
    /**
     * CSV, JSON in any usual shape, ARFF, libsvm, Parquet, a workbook (XLSX, XLSB, XLS, ODS), also packed (gzip, zip, tar, Zstandard, and
     * Brotli where the name ends with `.br`); or row objects; or two or more files to `join`.
     */
    source: string | Blob | ArrayBuffer | Uint8Array | Row[] | Blob[],
    options?: {
      name?: string;
      roles?: Record<string, Role>;
      types?: Record<string, ColumnType>;
      /** Marks of cells without a value, in place of `NA`, `?`, `-`, `null` and the like; empty cells never have one. */
      missingMarks?: string[];
      /** How the file, or each of several, is read, in place of what is found; `reading` of the summary tells that. */
      reading?: ReadingChoice;
      /** The sheet of a workbook, or the file of an archive, to be read: the first with rows, or the largest table, unless it is given. */
      sheet?: string;
      /**
       * For several files: the column by which their rows belong together. The first one's rows stay as they are, and get the cells
       * of the row with the same key in each of the others, which may have a key only once.
       */
      join?: string;
    },
  ): Promise<TableSummary>;
  /** Ends the reading of a table: its promise is rejected, and the table before stays. */
  cancelLoad(): Promise<RunStatus>;
  configure(config: PartialConfig): Promise<RunConfig>;
  getState(): Promise<RunConfig>;
  /** Resolves once the run is finished or stopped. */
  train(options?: { epochs?: number }): Promise<RunReport>;
  /**
   * Compares the run that answers with models of one task alone, linear models and trees; resolves once that is done. By itself that
   * begins after every run, unless `singleTaskTwins` is off.
   */
  compare(options?: { seeds?: number }): Promise<RunReport>;
  /**
   * The same, and each group is trained as one model, such as those of `report.affinity.groupings`. They must answer each task once;
   * by default a group answers all its tasks.
   */
  compareGrouping(
    groups: { tasks: number[]; answers?: number[] }[],
    options?: { seeds?: number },
  ): Promise<RunReport>;
  cancelComparison(): Promise<RunStatus>;
  /**
   * Trains several configurations, each with several seeds, one after the other with the same splits and the same number of epochs;
   * resolves once the best one on validation rows is scored on test rows. It waits while a run goes on, and ends with its table.
   */
  sweep(options?: Partial<SweepConfig>): Promise<SweepReport>;
  pauseSweep(): Promise<RunStatus>;
  resumeSweep(): Promise<RunStatus>;
  cancelSweep(): Promise<RunStatus>;
  /** All runs on the present table that have ended. */
  runs(): Promise<RunEntry[]>;
  /** Lets an earlier run answer again. */
  recall(run: number): Promise<RunReport>;
  pause(): Promise<RunStatus>;
  resume(): Promise<RunStatus>;
  /** Takes exactly `count` steps, then waits. */
  step(count?: number): Promise<RunStatus>;
  stop(): Promise<RunStatus>;
  reset(): Promise<RunStatus>;
  /** Of the run that answers now, or of another that has ended. */
  predict(rows: Row[], options?: { run?: number }): Promise<Prediction[]>;
  report(options?: { run?: number }): Promise<RunReport | null>;
  /**
   * Looks for a learning rate: a fresh model is trained for up to 100 steps at growing rates, on training rows alone. A run, another
   * table or another configuration ends it; it is then resolved as far as it got.
   */
  probe(): Promise<ProbeReport>;
  cancelProbe(): Promise<RunStatus>;
}

/** How far a table is read, a few times a second while one is that takes a while. */
export interface Reading {
  name: string;
  /** Bytes of its text read so far. */
  read: number;
  total: number;
  /** Share of all work, from 0 to 1: what the columns hold is found once the text is read. */
  done: number;
}

export interface PolyHeadEvents {
  "polyhead-ready": CustomEvent<DeviceInfo>;
  "polyhead-reading": CustomEvent<Reading>;
  "polyhead-data": CustomEvent<TableSummary>;
  "polyhead-metrics": CustomEvent<StepReport | EpochReport>;
  /** `null` where a comparison was given up. */
  "polyhead-comparing": CustomEvent<ComparisonProgress | null>;
  "polyhead-compared": CustomEvent<RunReport>;
  /** `null` where a sweep was given up. */
  "polyhead-sweeping": CustomEvent<SweepProgress | null>;
  /** What a sweep has come to: at its end, and where it is paused or cancelled before. */
  "polyhead-swept": CustomEvent<SweepReport>;
  "polyhead-status": CustomEvent<RunStatus>;
  "polyhead-error": CustomEvent<{ stage: string; message: string; place?: Place; /** A change of the configuration that may mend it. */ remedy?: unknown }>;
  "polyhead-resize": CustomEvent<{ height: number }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "poly-head": PolyHead;
  }
}
