//! Tensors by name beside a JSON object, from the device to bytes and back.

use std::collections::BTreeMap;

use burn::tensor::{Device, Tensor, TensorData, Transaction};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::super::error::numbers;
use super::error::FileError;
use super::exact;

/// The field of the header that holds the JSON object, as safetensors wants it: as a text.
const FIELD: &str = "polyhead";

/// The version of all files.
const VERSION: u64 = 1;

/// Tensors of a device that are read together.
#[derive(Default)]
pub struct Gather {
    names: Vec<String>,
    reads: Transaction,
}

impl Gather {
    /// Adds a tensor without a graph.
    pub fn add<const D: usize>(&mut self, name: String, tensor: Tensor<D>) {
        self.names.push(name);
        self.reads = std::mem::take(&mut self.reads).register(tensor);
    }

    /// Reads all of them into what a file holds.
    ///
    /// # Errors
    /// Where the device can't be read.
    pub async fn read(self, content: &mut Content) -> Result<(), FileError> {
        let found = self.reads.execute_async().await.map_err(super::super::error::TrainingError::from)?;
        for (name, data) in self.names.into_iter().zip(found) {
            let shape = data.shape().to_vec();
            content.tensors.insert(name, Numbers { shape, values: numbers(data)? });
        }
        Ok(())
    }
}

/// Numbers of a tensor, row-major.
struct Numbers {
    shape: Vec<usize>,
    values: Vec<f32>,
}

/// What a file holds; what is taken is gone.
pub struct Content {
    kind: &'static str,
    fields: Map<String, Value>,
    tensors: BTreeMap<String, Numbers>,
}

impl Content {
    /// Nothing yet.
    ///
    /// - `kind`: of file, in a word
    pub fn new(kind: &'static str) -> Self {
        Self { kind, fields: Map::new(), tensors: BTreeMap::new() }
    }

    /// The kind of file.
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// Adds a field that can be read back as it is.
    ///
    /// # Errors
    /// Where JSON has no form for it: numbers must be finite.
    pub fn set<T: Serialize + DeserializeOwned>(
        &mut self,
        field: &'static str,
        value: &T,
    ) -> Result<(), FileError> {
        let wrong = |error: serde_json::Error| self.wrong(field, &error);
        let json = serde_json::to_value(value).map_err(wrong)?;
        T::deserialize(&json).map_err(wrong)?;
        self.fields.insert(field.to_owned(), json);
        Ok(())
    }

    /// Takes a field.
    ///
    /// # Errors
    /// Where it is missing or of another form.
    pub fn take<T: DeserializeOwned>(&mut self, field: &'static str) -> Result<T, FileError> {
        let value = self.fields.remove(field).unwrap_or_default();
        serde_json::from_value(value).map_err(|error| self.wrong(field, &error))
    }

    /// The error of a field.
    pub fn wrong(&self, field: &'static str, problem: &impl ToString) -> FileError {
        FileError::Field { kind: self.kind, field, problem: problem.to_string() }
    }

    /// Whether a tensor is there.
    pub fn has(&self, name: &str) -> bool {
        self.tensors.contains_key(name)
    }

    /// Whether a tensor is there whose name begins so.
    pub fn has_any(&self, prefix: &str) -> bool {
        self.tensors.keys().any(|name| name.starts_with(prefix))
    }

    /// Whether all numbers of all tensors are finite.
    pub fn is_finite(&self) -> bool {
        self.tensors.values().flat_map(|numbers| &numbers.values).all(|value| value.is_finite())
    }

    /// How many numbers the tensors have together whose names begin so.
    pub fn count(&self, prefix: &str) -> usize {
        let own = self.tensors.iter().filter(|(name, _)| name.starts_with(prefix));
        own.map(|(_, numbers)| numbers.values.len()).sum()
    }

    /// Takes a tensor.
    ///
    /// # Errors
    /// Where it is missing or has another shape.
    pub fn take_data(&mut self, name: &str, shape: &[usize]) -> Result<TensorData, FileError> {
        let (kind, owned) = (self.kind, || name.to_owned());
        let Some(found) = self.tensors.remove(name) else {
            return Err(FileError::MissingTensor { kind, name: owned() });
        };
        if found.shape != shape {
            let (expected, found) = (shape.to_vec(), found.shape);
            return Err(FileError::OtherShape { kind, name: owned(), expected, found });
        }
        Ok(TensorData::new(found.values, found.shape))
    }

    /// The same, on a device.
    ///
    /// # Errors
    /// Where it is missing or has another shape.
    pub fn take_tensor<const D: usize>(
        &mut self,
        name: &str,
        shape: [usize; D],
        device: &Device,
    ) -> Result<Tensor<D>, FileError> {
        Ok(Tensor::from_data(self.take_data(name, &shape)?, device))
    }

    /// Checks that all tensors were taken.
    ///
    /// # Errors
    /// The first that nobody asked for.
    pub fn finish(self) -> Result<(), FileError> {
        match self.tensors.into_keys().next() {
            Some(name) => Err(FileError::UnknownTensor { kind: self.kind, name }),
            None => Ok(()),
        }
    }

    /// Writes the file.
    ///
    /// # Errors
    /// Where its header would be too large: above 100 MB.
    pub fn to_bytes(&self) -> Result<Vec<u8>, FileError> {
        let damaged = |error: safetensors::SafeTensorError| FileError::Damaged(error.to_string());
        let mut fields = self.fields.clone();
        fields.insert("kind".into(), self.kind.into());
        fields.insert("version".into(), VERSION.into());
        let header = [(FIELD.to_owned(), Value::Object(fields).to_string())];
        let bytes = |numbers: &Numbers| -> Vec<u8> {
            numbers.values.iter().flat_map(|value| value.to_le_bytes()).collect()
        };
        let bytes: Vec<Vec<u8>> = self.tensors.values().map(bytes).collect();
        let mut views = Vec::with_capacity(bytes.len());
        for ((name, numbers), bytes) in self.tensors.iter().zip(&bytes) {
            views.push((name, TensorView::new(Dtype::F32, numbers.shape.clone(), bytes).map_err(damaged)?));
        }
        safetensors::serialize(views, Some(header.into_iter().collect())).map_err(damaged)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// What is no such file, or of another kind or version.
    pub fn from_bytes(kind: &'static str, bytes: &[u8]) -> Result<Self, FileError> {
        let damaged = |problem: &dyn ToString| FileError::Damaged(problem.to_string());
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(|error| damaged(&error))?;
        let text = header.metadata().as_ref().and_then(|fields| fields.get(FIELD));
        let text = text.ok_or_else(|| damaged(&"its header says nothing about it"))?;
        let Value::Object(mut fields) = exact::parse(text).map_err(|error| damaged(&error))? else {
            return Err(damaged(&"its header is no object"));
        };
        let [found, version] = ["kind", "version"].map(|field| fields.remove(field).unwrap_or_default());
        let Some(found) = found.as_str() else { return Err(damaged(&"its header names no kind")) };
        if found != kind {
            return Err(FileError::OtherKind { expected: kind, found: found.to_owned() });
        }
        let Some(version) = version.as_u64() else { return Err(damaged(&"its header names no version")) };
        if version != VERSION {
            return Err(FileError::OtherVersion { kind, expected: VERSION, found: version });
        }
        let mut content = Self { fields, ..Self::new(kind) };
        let file = SafeTensors::deserialize(bytes).map_err(|error| damaged(&error))?;
        for (name, view) in file.iter() {
            if view.dtype() != Dtype::F32 {
                return Err(damaged(&format!("the tensor “{name}” holds no 32-bit numbers")));
            }
            let (numbers, _) = view.data().as_chunks::<4>();
            let values = numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
            content.tensors.insert(name.to_owned(), Numbers { shape: view.shape().to_vec(), values });
        }
        Ok(content)
    }
}
