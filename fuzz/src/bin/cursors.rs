//! Only what this server sealed opens, and it opens to what was sealed.

#![no_main]

use app::cursor::Cursor;
use domain::ids::{AccountId, WorkspaceId};
use domain::time::Timestamp;
use libfuzzer_sys::fuzz_target;
use store::inbox::Position;

const KEY: [u8; 32] = [7; 32];

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data)
        && let Ok(cursor) = Cursor::open(&KEY, text)
    {
        assert_eq!(cursor.seal(&KEY), text, "two texts are one cursor");
    }
    let Some((head, rest)) = data.split_first_chunk::<56>() else {
        return;
    };
    let number = |at: usize| i64::from_be_bytes(head[at..at + 8].try_into().expect("8 bytes"));
    let cursor = Cursor {
        workspace_id: WorkspaceId::from_bytes(head[..16].try_into().expect("16 bytes")),
        account_id: AccountId::from_bytes(head[16..32].try_into().expect("16 bytes")),
        filters: head[32..40].try_into().expect("8 bytes"),
        reached: Position {
            last_activity_at: Timestamp::from_micros(number(40)),
            thread: number(48),
        },
    };
    let mut text = cursor.seal(&KEY).into_bytes();
    assert_eq!(
        Cursor::open(&KEY, std::str::from_utf8(&text).expect("base 64")),
        Ok(cursor)
    );
    // One letter that is another one, anywhere.
    if let [place, letter, ..] = rest {
        let place = usize::from(*place) % text.len();
        if text[place] != *letter {
            text[place] = *letter;
            let changed = String::from_utf8_lossy(&text);
            assert!(Cursor::open(&KEY, &changed).is_err(), "{changed}");
        }
    }
});
