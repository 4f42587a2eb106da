use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{OptOut, recognise};

mod corpus;
