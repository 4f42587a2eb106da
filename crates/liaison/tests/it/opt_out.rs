//! Nobody in the simulated network asks to be left alone, so nothing that is said there may be taken for it.

use domain::opt_out::{OptOut, recognise};

#[test]
fn nothing_said_in_the_simulated_network_is_taken_for_an_opt_out() {
    let names = [
        ("Anna", "Saltmarsh Energy"),
        ("Chantal", "Tidepool Robotics"),
    ];
    let mut count = 0;
    for saying in sandbox::sayings() {
        for (name, company) in names {
            let text = saying
                .replace("{other}", name)
                .replace("{me}", name)
                .replace("{company}", company)
                .replace("{topic}", "returns");
            let found = recognise(&text);
            assert_eq!(found.opt_out, OptOut::None, "{text}: {:?}", found.evidence);
        }
        count += 1;
    }
    assert!(count > 100, "{count} sayings");
}
