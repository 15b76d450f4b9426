use crate::session::{Action, Notice, PhotoAction, PhotoSource};

/// The picture, or the picture file, on the clipboard, as an action that opens it or says why not.
pub(super) fn read_clipboard() -> Action {
    match read() {
        Ok(source) => Action::Photo(PhotoAction::Open(source)),
        Err(reason) => Action::Notify(Notice::error(reason)),
    }
}

fn read() -> Result<PhotoSource, String> {
    let mut clipboard = arboard::Clipboard::new().map_err(|error| format!("the clipboard cannot be read: {error}"))?;
    if let Ok([path, ..]) = clipboard.get().file_list().as_deref() {
        return Ok(PhotoSource::File(path.clone()));
    }
    let picture = clipboard.get_image().map_err(|_| "the clipboard holds no picture: copy a photo first")?;
    let too_large = "the picture on the clipboard is too large";
    Ok(PhotoSource::Clipboard {
        width: u32::try_from(picture.width).map_err(|_| too_large)?,
        height: u32::try_from(picture.height).map_err(|_| too_large)?,
        rgba: picture.bytes.into_owned().into(),
    })
}
