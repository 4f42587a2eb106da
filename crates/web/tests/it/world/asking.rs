//! A gateway that asks the members of a sandbox in a browser.

use app::Settings;
use integrations::networks::LinkTarget;
use integrations::webhooks::Webhooks;
use web::WebSettings;

use super::{World, app};

impl World {
    /// The same with a sandbox at this address whose members are asked, reached by people at `public_url`.
    pub(crate) fn asking_at(mut self, address: &str, public_url: &str) -> Self {
        let settings = Settings {
            link_targets: vec![LinkTarget {
                network: "sandbox".to_owned(),
                address: address.to_owned(),
                client_id: "liaison-local".to_owned(),
            }],
            ..Settings::default()
        };
        let webhooks = Webhooks::default();
        self.app = app(&self.store, &self.clock, &self.entropy, webhooks, settings);
        let settings = WebSettings {
            public_url: public_url.to_owned(),
            ..WebSettings::default()
        };
        self.router = web::router(self.app.clone(), settings);
        self
    }
}
