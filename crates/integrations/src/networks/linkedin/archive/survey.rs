//! The first pass: how much there is, who takes part, and whose archive it is.

use std::collections::HashMap;

use domain::limits::{ARCHIVE_LONG_ROWS_MAX, ARCHIVE_NAMES_MAX};
use domain::search;
use domain::time::Timestamp;
use domain::urn::{MemberKey, ThreadId};

use super::ArchiveError;
use super::messages::{self, Columns, Folder};
use super::parties::{self, Directory, Party};
use super::people::Profile;
use super::records::{Record, Step};
use super::source::{File, Source};

/// Threads that a survey names to recognise an account by.
const NAMED_THREADS_MAX: usize = 64;

/// What the first pass over the messages found.
#[derive(Debug, Default)]
pub struct Survey {
    /// Messages that the second pass will give, rejected ones included, drafts not.
    pub rows: u64,
    /// Stretches of rows of one thread: the number of threads, if each stands together.
    pub threads: u64,
    /// When the newest message was sent; absent if there is none.
    pub newest: Option<Timestamp>,
    /// Some of the threads, at most 64, each once.
    pub named_threads: Vec<ThreadId>,
    pub(super) directory: Directory,
    candidates: Option<Vec<Candidate>>,
    /// By the hash of the thread, up to a bound that only broken archives reach.
    views: HashMap<u64, ThreadView>,
    /// Whether recipients are names without addresses, as in the archives of the first years.
    has_names_alone: bool,
}

/// A whole thread, as one archive shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ThreadView {
    /// Whether more than the owner and one other take part.
    pub is_group: bool,
    /// Where the member kept it; absent if the archive does not say.
    pub folder: Option<Folder>,
}

/// The archive does not say whose it is: somebody must.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the archive does not say whose it is")]
pub struct OwnerUnclear {
    /// Who it might be: the members who take part in every thread, or share the profile's name. Those with a hidden key
    /// are names of whom the archive shows no address.
    pub candidates: Vec<Party>,
}

impl Survey {
    /// Whose archive it is: the one party common to all threads, helped by the name in `profile` where that is more
    /// than one or none. A profile of somebody else, or a name without an address that might be the owner's, leaves it
    /// open: the one who is found might be a contact.
    pub fn owner(&self, profile: Option<&Profile>) -> Result<Party, OwnerUnclear> {
        let common = self.common();
        let names = self.names_without_address();
        let found = match profile {
            Some(profile) => self.owner_called(&profile.name(), &common, &names),
            None => match common.as_slice() {
                [only] if names.is_empty() => Some(only.clone()),
                _ => None,
            },
        };
        found.ok_or_else(|| {
            let hidden = names.iter().map(|name| Party::hidden("", name));
            OwnerUnclear {
                candidates: common.into_iter().chain(hidden).collect(),
            }
        })
    }

    fn owner_called(&self, name: &str, common: &[Party], names: &[String]) -> Option<Party> {
        let words = search::words(name);
        let is_called = |party: &&Party| search::words(&party.name) == words;
        let mut called: Vec<&Party> = common.iter().filter(is_called).collect();
        if called.is_empty() && names.iter().all(|other| search::words(other) != words) {
            called = match common {
                // `Robin Sample` and `Robin Sample, PhD` are one.
                [only] if is_within(&words, &search::words(&only.name)) => vec![only],
                [_] => Vec::new(),
                _ => self.directory.called(name),
            };
        }
        match called.as_slice() {
            [only] => Some((*only).clone()),
            _ => None,
        }
    }

    /// Names that stand in every thread and of which no row shows the address, so that each might be the owner's.
    pub fn names_without_address(&self) -> Vec<String> {
        let candidates = self.candidates.iter().flatten();
        let unknown = candidates.filter(|candidate| {
            self.has_names_alone
                && candidate.party.is_none()
                && !parties::is_anonymous(&candidate.name)
                && self.directory.find("", &candidate.name).is_none()
        });
        unknown.map(|candidate| candidate.name.clone()).collect()
    }

    /// Lets the bare name `name` mean `party` in the second pass.
    pub fn adopt(&mut self, name: &str, party: &Party) {
        self.directory.adopt(name, party);
    }

    /// How this archive shows a thread as a whole.
    pub fn thread(&self, thread: &ThreadId) -> ThreadView {
        let view = self.views.get(&parties::hash_of(thread.as_str(), ""));
        view.copied().unwrap_or_default()
    }

    /// Whether the archive holds this thread.
    pub fn has_thread(&self, thread: &ThreadId) -> bool {
        self.views
            .contains_key(&parties::hash_of(thread.as_str(), ""))
    }

    /// Whether a member with this key takes part anywhere: an owner who does not is the wrong one.
    pub fn has(&self, key: &MemberKey) -> bool {
        self.directory.has(key)
    }

    /// The member with this key as the archive names them.
    pub fn find(&self, key: &MemberKey) -> Option<&Party> {
        self.directory.get(key)
    }

    fn common(&self) -> Vec<Party> {
        let candidates = self.candidates.iter().flatten();
        let known = |candidate: &Candidate| match &candidate.party {
            Some(party) => Some(party.clone()),
            None => self.directory.find("", &candidate.name).cloned(),
        };
        let mut common: Vec<Party> = Vec::new();
        for party in candidates.filter_map(known) {
            if common.iter().all(|other| other.key != party.key) {
                common.push(party);
            }
        }
        common
    }

    fn end_thread(&mut self, thread: Thread) {
        if self.views.len() < ARCHIVE_NAMES_MAX && !thread.id.is_empty() {
            let view = self
                .views
                .entry(parties::hash_of(&thread.id, ""))
                .or_default();
            view.is_group |= thread.people.len() > 2;
            view.folder = further(view.folder, thread.folder);
        }
        if !thread.has_recipients {
            return;
        }
        let Some(candidates) = &mut self.candidates else {
            self.candidates = Some(thread.people);
            return;
        };
        candidates.retain_mut(|candidate| thread.confirms(candidate));
    }
}

/// Somebody who took part in every thread so far.
#[derive(Debug, Clone)]
struct Candidate {
    name: String,
    /// Absent while only the name was seen, as in archives without addresses of recipients.
    party: Option<Party>,
}

/// The people of one stretch of rows.
#[derive(Default)]
struct Thread {
    id: String,
    people: Vec<Candidate>,
    has_recipients: bool,
    folder: Option<Folder>,
}

/// What a member put away is put away, although their own messages in it are in the inbox.
fn further(one: Option<Folder>, other: Option<Folder>) -> Option<Folder> {
    let rank = |folder: &Folder| match folder {
        Folder::Inbox => 0,
        Folder::Archive => 1,
        Folder::Spam => 2,
    };
    one.into_iter().chain(other).max_by_key(rank)
}

/// Whether all words of one name are in the other. One word alone, a given name, could be anybody's.
fn is_within(one: &[String], other: &[String]) -> bool {
    let all_in = |fewer: &[String], more: &[String]| {
        fewer.len() > 1 && fewer.iter().all(|word| more.contains(word))
    };
    all_in(one, other) || all_in(other, one)
}

impl Thread {
    fn add(&mut self, party: Party) {
        let name = party.name.clone();
        let party = (!party.key.is_hidden()).then_some(party);
        let is_same = |one: &&mut Candidate| match (&one.party, &party) {
            (Some(one), Some(party)) => one.key == party.key,
            _ => one.name == name,
        };
        match self.people.iter_mut().find(is_same) {
            Some(known) if known.party.is_none() => known.party = party,
            Some(_) => {}
            None => self.people.push(Candidate { name, party }),
        }
    }

    /// Whether `candidate` takes part here, by key or, where one side has only a name, by name. Learns the key.
    fn confirms(&self, candidate: &mut Candidate) -> bool {
        let is_same = |one: &&Candidate| match (&one.party, &candidate.party) {
            (Some(one), Some(candidate)) => one.key == candidate.key,
            _ => one.name == candidate.name,
        };
        let Some(found) = self.people.iter().find(is_same) else {
            return false;
        };
        if candidate.party.is_none() {
            candidate.party.clone_from(&found.party);
        }
        true
    }
}

pub(super) fn survey(
    source: &mut Source,
    mut progress: impl FnMut(u64),
) -> Result<Survey, ArchiveError> {
    const ROWS_PER_REPORT: u64 = 1_000;
    let path = source.path().to_owned();
    let (mut records, columns) = messages::open(source)?;
    let mut survey = Survey {
        has_names_alone: columns.has_names_alone(),
        ..Survey::default()
    };
    let mut thread = Thread::default();
    let mut long_rows = 0;
    loop {
        let step = records.next();
        match step.map_err(|source| Source::broken(&path, source))? {
            Step::End => break,
            Step::Endless { line } => {
                long_rows += 1;
                if long_rows > ARCHIVE_LONG_ROWS_MAX {
                    let file = File::Messages.name();
                    return Err(ArchiveError::Unreadable { file, line });
                }
                survey.rows += 1;
            }
            Step::Record(record) => survey.take(&columns, record, &mut thread),
        }
        if survey.rows.is_multiple_of(ROWS_PER_REPORT) {
            progress(records.bytes_read);
        }
    }
    survey.end_thread(thread);
    progress(records.bytes_read);
    Ok(survey)
}

impl Survey {
    /// Counts one row and notes who is in it; rows that will be rejected say nothing about people.
    fn take(&mut self, columns: &Columns, record: &Record, thread: &mut Thread) {
        if columns.check(record).is_ok() && columns.is_draft(record) {
            return;
        }
        self.rows += 1;
        let _ = columns.check(record).and_then(|()| {
            let id = columns.thread(record)?;
            let sender = columns.sender(record, &id)?;
            // Names alone stay unresolved in this pass: who bears them is only known behind the last row.
            let recipients = columns.recipients(record, &id, &Directory::default())?;
            if thread.id != id.as_str() {
                let next = Thread {
                    id: id.as_str().to_owned(),
                    ..Thread::default()
                };
                self.end_thread(std::mem::replace(thread, next));
                self.threads += 1;
                if self.named_threads.len() < NAMED_THREADS_MAX && !self.has_thread(&id) {
                    self.named_threads.push(id.clone());
                }
            }
            if let Ok(sent_at) = columns.sent_at(record) {
                self.newest = self.newest.max(Some(sent_at));
            }
            thread.folder = further(thread.folder, columns.folder(record)?);
            thread.has_recipients |= !recipients.parties.is_empty();
            self.directory.note(id.as_str(), &sender);
            thread.add(sender);
            for party in recipients.parties {
                if recipients.is_certain {
                    self.directory.note(id.as_str(), &party);
                }
                thread.add(party);
            }
            Ok(())
        });
    }
}
