//! The index by which people are found.

use store::people::{self, NEWEST, words};
use store::{ingest, params};

use crate::ingest::world::{JOHN, MARIA, OWNER, World, at, message, thread};

async fn found(world: &World, word: &'static str) -> Vec<String> {
    let workspace_id = world.account.workspace_id;
    let read = world.store.read(move |tx| {
        let found = people::list_with_word(tx, workspace_id, word, NEWEST, 10)?;
        Ok(found.into_iter().map(|person| person.member_key).collect())
    });
    read.await.unwrap()
}

testkit::on_both_engines! {
    async fn people_who_were_known_before_the_index_are_added_to_it(store: Store) {
        let world = World::new(store).await;
        let account = world.account.clone();
        let write = world.store.write(move |tx| {
            let page = [message(OWNER, "2-a", 1, "hello")];
            let thread = thread("2-a", &[JOHN, MARIA], 1, 0);
            ingest::observe(tx, &account, &thread, &page, at(1)).map(|_| ())
        });
        write.await.unwrap();
        assert_eq!(found(&world, "silva").await, [MARIA]);
        let workspace_id = world.account.workspace_id;
        let write = world.store.write(move |tx| {
            tx.execute("UPDATE person SET has_words = 0 WHERE workspace_id = ?1", params![workspace_id])?;
            tx.execute("DELETE FROM person_word WHERE workspace_id = ?1", params![workspace_id])
        });
        write.await.unwrap();
        assert_eq!(found(&world, "silva").await, [""; 0]);
        let mut counts = Vec::new();
        for _ in 0..3 {
            let write = world.store.write(move |tx| words::insert_missing(tx, workspace_id, 2));
            counts.push(write.await.unwrap());
        }
        assert_eq!(counts, [2, 1, 0]);
        assert_eq!(found(&world, "silva").await, [MARIA]);
    }
}
