//! Working hours as a clock on the wall shows them: asked of the time zone, instant by instant.

use domain::hours::WorkingHours;
use domain::time::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

/// Whether an act may begin at an instant.
pub(super) fn is_open(hours: &WorkingHours, at: Timestamp) -> bool {
    let Some((zone, at)) = local(hours, at) else {
        return true;
    };
    let local = at.to_zoned(zone);
    let day = usize::try_from(local.weekday().to_monday_zero_offset()).unwrap_or(0);
    let minute =
        u16::try_from(local.hour()).unwrap_or(0) * 60 + u16::try_from(local.minute()).unwrap_or(0);
    let stretches = hours.week().days()[day];
    stretches
        .iter()
        .any(|stretch| (stretch.from().minutes()..stretch.to().minutes()).contains(&minute))
}

/// Whether the clocks of the zone were changed within the three hours before.
pub(super) fn has_changed(hours: &WorkingHours, at: Timestamp) -> bool {
    let before = at.minus(std::time::Duration::from_hours(3));
    match (local(hours, at), local(hours, before)) {
        (Some((zone, at)), Some((_, before))) => zone.to_offset(at) != zone.to_offset(before),
        _ => false,
    }
}

fn local(hours: &WorkingHours, at: Timestamp) -> Option<(TimeZone, jiff::Timestamp)> {
    let zone = TimeZoneDatabase::bundled().get(hours.time_zone()).ok()?;
    Some((zone, jiff::Timestamp::from_microsecond(at.micros()).ok()?))
}
