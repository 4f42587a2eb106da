//! What each operation needs, taken from the signature of its handler: the description cannot say something else than what
//! is asked for, and a handler that asks for nothing does not build.

use axum::routing::MethodRouter;
use domain::scope::Scope;
use utoipa::openapi::path::{Operation, PathItem, Paths};
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{RefOr, SecurityRequirement};
use utoipa_axum::router::UtoipaMethodRouter;

use super::BEARER;
use crate::door::Door;
use crate::extract::{Authorized, Permission};

/// A handler whose first argument says which permission it needs.
pub(crate) trait Guarded<Arguments> {
    /// That permission.
    const SCOPE: Scope;
}

macro_rules! guarded {
    ($($argument:ident)*) => {
        impl<H, F, P: Permission, $($argument),*> Guarded<(Authorized<P>, $($argument,)*)> for H
        where
            H: Fn(Authorized<P>, $($argument),*) -> F,
        {
            const SCOPE: Scope = P::SCOPE;
        }
    };
}

guarded!();
guarded!(A);
guarded!(A B);
guarded!(A B C);
guarded!(A B C D);
guarded!(A B C D E);
guarded!(A B C D E G);
guarded!(A B C D E G I);
guarded!(A B C D E G I J);

/// The permission that a handler needs.
pub(crate) const fn scope_of<Arguments, H: Guarded<Arguments>>(_handler: &H) -> Scope {
    H::SCOPE
}

/// The routes of one address under construction.
pub(crate) struct Routes {
    schemas: Vec<(String, RefOr<Schema>)>,
    paths: Paths,
    router: MethodRouter<Door>,
}

impl Routes {
    pub(crate) fn new() -> Self {
        Self {
            schemas: Vec::new(),
            paths: Paths::new(),
            router: MethodRouter::new(),
        }
    }

    /// Adds a handler with what it needs.
    pub(crate) fn add(&mut self, (schemas, paths, router): UtoipaMethodRouter<Door>, scope: Scope) {
        self.schemas.extend(schemas);
        for (address, mut item) in paths.paths {
            operations(&mut item).for_each(|operation| describe(operation, scope));
            match self.paths.paths.get_mut(&address) {
                Some(known) => known.merge_operations(item),
                None => {
                    self.paths.paths.insert(address, item);
                }
            }
        }
        self.router = std::mem::take(&mut self.router).merge(router);
    }

    pub(crate) fn finish(self) -> UtoipaMethodRouter<Door> {
        (self.schemas, self.paths, self.router)
    }
}

/// The operations of one address.
pub(crate) fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem {
        get,
        post,
        put,
        patch,
        delete,
        ..
    } = item;
    [get, post, put, patch, delete].into_iter().flatten()
}

fn describe(operation: &mut Operation, scope: Scope) {
    operation.security = Some(vec![SecurityRequirement::new(BEARER, [scope.word()])]);
    let bundle = match scope.bundle() {
        bundle if bundle == scope => String::new(),
        Scope::Admin => ", which is in `admin`".to_owned(),
        bundle => format!(", which is in `{}` and in `admin`", bundle.word()),
    };
    let needs = format!("Needs the scope `{}`{bundle}.", scope.word());
    let about = operation.description.take().unwrap_or_default();
    let about = about.trim_end();
    operation.description = Some(format!("{about}\n\n{needs}").trim_start().to_owned());
}

/// As `utoipa_axum::routes!`, for handlers whose first argument is an [`Authorized`].
macro_rules! routes {
    ($($handler:path),+ $(,)?) => {{
        let mut routes = $crate::openapi::guard::Routes::new();
        $(routes.add(utoipa_axum::routes!($handler), $crate::openapi::guard::scope_of(&$handler));)+
        routes.finish()
    }};
}

pub(crate) use routes;
