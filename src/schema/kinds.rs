//! Makes the enum of a family of methods from its list, in which every method is one row.

/// The enum of a list, its menu order, and the name of each kind in configurations, which is that of its files.
///
/// A row is `/// what it is`, then `Variant in file,`; the variant in snake_case is the file's name.
macro_rules! kinds {
    ($(#[$of:meta])* $name:ident { $($(#[$about:meta])* $kind:ident in $file:ident,)+ }) => {
        $(#[$of])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$about])* $kind,)+
        }

        impl $name {
            /// Every kind, in menu order.
            pub const ALL: [Self; [$(stringify!($kind)),+].len()] = [$(Self::$kind),+];

            /// The snake_case name used in configurations.
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$kind => stringify!($file),)+
                }
            }
        }
    };
}

pub(crate) use kinds;
