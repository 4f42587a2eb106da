//! The first pass: how much there is, who takes part, and whose archive it is.

use domain::limits::ARCHIVE_LONG_ROWS_MAX;
use domain::search;
use domain::urn::MemberKey;

use super::ArchiveError;
use super::messages::{self, Columns};
use super::parties::{Directory, Party};
use super::people::Profile;
use super::records::{Record, Step};
use super::source::{File, Source};

/// What the first pass over the messages found.
#[derive(Debug, Default)]
pub struct Survey {
    /// Messages that the second pass will give, rejected ones included, drafts not.
    pub rows: u64,
    /// Stretches of rows of one thread: the number of threads, if each stands together.
    pub threads: u64,
    pub(super) directory: Directory,
    candidates: Option<Vec<Candidate>>,
}

/// The archive does not say whose it is: somebody must.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the archive does not say whose it is")]
pub struct OwnerUnclear {
    /// Who it might be: the members who take part in every thread, or share the profile's name.
    pub candidates: Vec<Party>,
}

impl Survey {
    /// Whose archive it is: the one party common to all threads, helped by the name in `profile` where that is more
    /// than one or none.
    pub fn owner(&self, profile: Option<&Profile>) -> Result<Party, OwnerUnclear> {
        let common = self.common();
        if let Some(profile) = profile {
            let words = search::words(&profile.name());
            let mut named: Vec<_> = common
                .iter()
                .filter(|party| search::words(&party.name) == words)
                .cloned()
                .collect();
            if named.is_empty() && common.len() != 1 {
                let called = self.directory.called(&profile.name());
                named = called.into_iter().cloned().collect();
            }
            if named.len() == 1 {
                return Ok(named.remove(0));
            }
        }
        match common.as_slice() {
            [only] => Ok(only.clone()),
            _ => Err(OwnerUnclear { candidates: common }),
        }
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
    let mut survey = Survey::default();
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
            }
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
