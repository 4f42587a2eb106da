//! What every adapter must do. A network is made to behave by its [`Rig`]; the checks know only the trait.

mod acts;
mod files;
mod invitations;
mod mailbox;
mod message_acts;
mod reads;
mod updates;

pub(crate) use acts::*;
pub(crate) use files::*;
pub(crate) use invitations::*;
pub(crate) use mailbox::*;
pub(crate) use message_acts::*;
pub(crate) use reads::*;
pub(crate) use updates::*;

use std::sync::Arc;

use domain::attachment::File;
use integrations::networks::network::{Destination, Network, OutgoingMessage};

/// What goes wrong with the next act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mishap {
    /// It is accepted, and the answer is lost.
    AnswerLost,
    /// It is lost before it is accepted.
    Lost,
    /// The network asks to wait for 7 seconds.
    TooFast,
    /// The network will not, for good.
    Refused,
    /// Something inside fails, and the network says that nothing was accepted.
    FailedInside,
    /// A file arrives before the message, and the answer to that is lost.
    UploadAnswerLost,
}

/// One seat of a network that does what a test wants.
pub(crate) trait Rig {
    /// The seat's line.
    fn line(&self) -> Arc<dyn Network>;
    /// The slug of a first-degree member with a direct thread that holds several messages.
    fn friend_slug(&self) -> String;
    /// The friend writes to the seat.
    async fn friend_says(&self, text: &str);
    /// The friend sees everything in the direct thread.
    async fn friend_sees(&self);
    /// The friend reacts to a message, or takes the reaction back.
    async fn friend_reacts(&self, message_key: &str, is_added: bool);
    /// The member key of somebody of the second degree whom nobody has invited.
    async fn stranger_key(&self) -> String;
    /// The bytes at an address that the network shows, for whoever knows it.
    async fn fetch(&self, url: &str) -> Vec<u8>;
    /// A file that the network takes from nobody.
    fn refused_file(&self) -> File;
    /// Declares the seat's class, by its letter.
    async fn set_class(&self, letter: &str);
    /// Lets the next send meet with a mishap.
    async fn arrange(&self, mishap: Mishap);
    /// Lets the next answer to an invitation, or the taking back of one, meet with a mishap.
    async fn arrange_ending(&self, mishap: Mishap);
    /// A member invites the seat.
    async fn member_invites(&self, member_key: &str, note: &str);
    /// Lets updates come twice and in another order.
    async fn disturb_updates(&self);
    /// Ends the seat's session.
    async fn expire_session(&self);
    /// Takes the network away for good.
    async fn vanish(&mut self);
}

/// Makes one test of each check for a rig.
macro_rules! suite {
    ($rig:expr; $($check:ident),* $(,)?) => {$(
        #[tokio::test]
        async fn $check() {
            $crate::conformance::$check(&mut $rig).await;
        }
    )*};
}
pub(crate) use suite;

/// Every check by name, for `all_checks!(rig)` in the module of a network.
macro_rules! all_checks {
    ($rig:expr) => {
        $crate::conformance::suite! { $rig;
            a_member_is_found_by_every_name,
            the_files_of_messages_are_read_byte_for_byte,
            an_act_on_a_message_sets_a_state_and_can_be_repeated,
            what_others_wrote_is_not_the_seats_to_change,
            threads_are_listed_once_each_and_newest_first,
            messages_are_read_to_the_first_whatever_the_page,
            relationships_and_plans_are_told,
            an_update_shows_a_message_within_a_second,
            a_cursor_gives_the_same_updates_again,
            a_lost_cursor_is_named,
            disturbed_updates_show_things_as_they_are,
            a_sent_message_is_there,
            every_destination_is_reached,
            a_lost_answer_is_unknown_and_found,
            a_lost_request_is_unknown_and_absent,
            class_d_cannot_be_read_back,
            files_and_answers_arrive_as_they_were_sent,
            what_the_network_does_not_take_is_refused_before_anything_is_sent,
            a_file_that_was_not_handed_over_is_nothing_sent,
            a_lost_answer_is_found_with_its_files,
            only_class_a_honours_a_repeated_token,
            documented_answers_settle_an_act,
            an_ended_session_holds,
            nobody_there_is_not_sent,
            an_invitation_is_sent_once,
            an_invitation_is_listed_told_and_taken_back,
            an_invitation_is_answered_by_who_got_it,
            small_acts_can_be_repeated,
            a_mailbox_is_put_in_order_however_often,
        }
    };
}
pub(crate) use all_checks;

fn message(token: &str, destination: Destination, text: &str) -> OutgoingMessage {
    OutgoingMessage {
        token: token.to_owned(),
        destination,
        is_inmail: false,
        subject: None,
        text: text.to_owned(),
        reply_to: None,
        attachments: Vec::new(),
    }
}
