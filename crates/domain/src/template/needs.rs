//! Which values a template cannot do without.

use minijinja::machinery::ast::{self, Expr, Stmt};

/// What it prints, or goes through, without asking whether it is there: each once, in the order of the text.
pub(super) fn of(template: &Stmt<'_>) -> Vec<String> {
    let mut needs = Needs::default();
    needs.statement(template);
    needs.found
}

#[derive(Default)]
struct Needs<'t> {
    found: Vec<String>,
    /// Names that a loop gives.
    bound: Vec<&'t str>,
    /// What a condition around asks for.
    asked: Vec<String>,
}

/// Whether an absent value does harm here.
#[derive(Clone, Copy, PartialEq)]
enum Use {
    Needed,
    Optional,
}

impl<'t> Needs<'t> {
    fn statements(&mut self, body: &'t [Stmt<'t>]) {
        for statement in body {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &'t Stmt<'t>) {
        match statement {
            Stmt::Template(template) => self.statements(&template.children),
            Stmt::EmitExpr(emitted) => self.expression(&emitted.expr, Use::Needed),
            Stmt::IfCond(condition) => {
                let asked = self.asked.len();
                self.ask(&condition.expr);
                self.statements(&condition.true_body);
                self.statements(&condition.false_body);
                self.asked.truncate(asked);
            }
            Stmt::ForLoop(given) => {
                self.expression(&given.iter, Use::Needed);
                let bound = self.bound.len();
                self.bound.push("loop");
                if let Expr::Var(name) = &given.target {
                    self.bound.push(name.id);
                }
                self.statements(&given.body);
                self.bound.truncate(bound);
                self.statements(&given.else_body);
            }
            // The others are refused.
            _ => {}
        }
    }

    /// Looks at a condition: what it names is asked for, for as long as it holds.
    fn ask(&mut self, condition: &'t Expr<'t>) {
        self.expression(condition, Use::Optional);
        names(condition, &mut self.asked);
    }

    fn expression(&mut self, expression: &'t Expr<'t>, how: Use) {
        if let Some(name) = path(expression) {
            return self.need(name, how);
        }
        match expression {
            Expr::Filter(given) => {
                let is_stand_in = matches!(given.name, "default" | "d");
                let inner = if is_stand_in { Use::Optional } else { how };
                if let Some(value) = &given.expr {
                    self.expression(value, inner);
                }
            }
            Expr::IfExpr(given) => {
                let asked = self.asked.len();
                self.ask(&given.test_expr);
                self.expression(&given.true_expr, how);
                if let Some(other) = &given.false_expr {
                    self.expression(other, how);
                }
                self.asked.truncate(asked);
            }
            Expr::BinOp(given) => {
                // Of `a or b`, b is printed where a is absent.
                let is_last = matches!(given.op, ast::BinOpKind::ScOr);
                self.expression(&given.left, Use::Optional);
                self.expression(&given.right, if is_last { how } else { Use::Optional });
            }
            Expr::GetAttr(given) => self.expression(&given.expr, how),
            Expr::GetItem(given) => self.expression(&given.expr, how),
            Expr::List(given) => {
                for item in &given.items {
                    self.expression(item, how);
                }
            }
            _ => {}
        }
    }

    fn need(&mut self, name: String, how: Use) {
        let first = name.split('.').next().unwrap_or_default();
        let is_known =
            self.bound.contains(&first) || self.asked.contains(&name) || self.found.contains(&name);
        if how == Use::Needed && !is_known {
            self.found.push(name);
        }
    }
}

/// The value that an expression names, as in `person.headline`.
fn path(expression: &Expr<'_>) -> Option<String> {
    match expression {
        Expr::Var(name) => Some(name.id.to_owned()),
        Expr::GetAttr(given) => Some(format!("{}.{}", path(&given.expr)?, given.name)),
        _ => None,
    }
}

/// Every value that a condition names.
fn names(condition: &Expr<'_>, found: &mut Vec<String>) {
    if let Some(name) = path(condition) {
        found.push(name);
        return;
    }
    match condition {
        Expr::UnaryOp(given) => names(&given.expr, found),
        Expr::BinOp(given) => {
            names(&given.left, found);
            names(&given.right, found);
        }
        Expr::Compare(given) => {
            names(&given.expr, found);
            given.ops.iter().for_each(|op| names(&op.expr, found));
        }
        Expr::Filter(given) => given.expr.iter().for_each(|value| names(value, found)),
        Expr::Test(given) => names(&given.expr, found),
        _ => {}
    }
}
