//! Opens the device a model trains on: the only file that names a backend.

use burn::tensor::Device;

use crate::report::{Backend, DeviceInfo};

/// The CPU, with the reason why it is used.
pub fn cpu(reason: impl Into<String>) -> (Device, DeviceInfo) {
    let adapter = if cfg!(target_arch = "wasm32") { "WebAssembly" } else { "native" };
    let info = DeviceInfo { backend: Backend::Cpu, adapter: adapter.into(), reason: Some(reason.into()) };
    (Device::flex(), info)
}

/// The GPU with the given name, or the CPU with the reason if the GPU can't be opened.
#[cfg(target_arch = "wasm32")]
pub async fn gpu(adapter: String) -> (Device, DeviceInfo) {
    match Device::wgpu_options().init_async().await {
        Ok(device) => (device, DeviceInfo { backend: Backend::Webgpu, adapter, reason: None }),
        Err(error) => cpu(format!("the GPU could not be opened: {error}")),
    }
}
