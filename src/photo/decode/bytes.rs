use std::io::{self, Read, Seek};

use sha2::{Digest, Sha256};

/// The SHA-256 of what is left to read, in hexadecimal.
pub(in crate::photo) fn hex_sha256(source: &mut impl Read) -> io::Result<String> {
    let mut hasher = Sha256::new();
    io::copy(source, &mut hasher)?;
    Ok(hex(&hasher.finalize()))
}

fn hex(sum: &[u8]) -> String {
    sum.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// All bytes, for decoders that want the whole file.
pub(super) fn read_all(source: &mut (impl Read + Seek)) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.rewind()?;
    source.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What is left to read, but no more than so many bytes.
pub(super) fn read_up_to(source: &mut impl Read, bytes: u64) -> io::Result<Vec<u8>> {
    let mut read = Vec::new();
    source.take(bytes).read_to_end(&mut read)?;
    Ok(read)
}
