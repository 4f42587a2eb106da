//! What a template may be made of. Looked at in two steps: first its words, so that nothing is nested deeper than a parser
//! and whoever walks over what it found can bear; then what they mean, of which everything is refused that is not known to
//! be harmless.

use minijinja::machinery::{Span, Token, ast, parse as parse_unbounded, tokenize};
use minijinja::syntax::SyntaxConfig;

use super::{InvalidTemplate, filters, invalid};
use crate::limits;

/// Jinja's own signs; a line that holds nothing but a statement leaves no line behind.
pub(super) fn config() -> SyntaxConfig {
    let mut builder = SyntaxConfig::builder();
    builder.trim_blocks(true).lstrip_blocks(true);
    builder.build().expect("its signs are told apart")
}

/// A text as a parser sees it.
pub(super) fn parse(text: &str) -> Result<ast::Stmt<'_>, InvalidTemplate> {
    let count = text.chars().count();
    if count > limits::TEMPLATE_CHARS_MAX {
        let most = limits::TEMPLATE_CHARS_MAX;
        return Err(at(
            1,
            format!("it has {count} characters, at most {most} are allowed"),
        ));
    }
    measure(text)?;
    parse_unbounded(text, "template", config()).map_err(|error| invalid(&error))
}

fn at(line: usize, message: impl Into<String>) -> InvalidTemplate {
    InvalidTemplate {
        line,
        message: message.into(),
    }
}

/// How much of what a text has, counted word by word.
#[derive(Default)]
struct Measure {
    tags: usize,
    tokens: usize,
    depth: usize,
    cases: usize,
    /// The next word says which statement it is.
    begins: bool,
}

fn measure(text: &str) -> Result<(), InvalidTemplate> {
    let mut measure = Measure::default();
    for token in tokenize(text, false, config()) {
        let (token, span) = token.map_err(|error| invalid(&error))?;
        if let Some(what) = measure.take(&token) {
            return Err(at(usize::from(span.start_line), what));
        }
    }
    Ok(())
}

impl Measure {
    /// Says what there is too much of.
    fn take(&mut self, token: &Token<'_>) -> Option<&'static str> {
        match token {
            Token::TemplateData(_) => return None,
            Token::VariableStart | Token::BlockStart => {
                self.tags += 1;
                self.tokens = 0;
                self.begins = matches!(token, Token::BlockStart);
                return (self.tags > limits::TEMPLATE_TAGS_MAX)
                    .then_some("it has too many expressions and statements");
            }
            Token::Ident(word) if self.begins => self.begin(word),
            _ => {}
        }
        self.begins = false;
        self.tokens += 1;
        if self.tokens > limits::TEMPLATE_TAG_TOKENS_MAX {
            return Some("this expression is too long");
        }
        let is_deep = self.depth.max(self.cases) > limits::TEMPLATE_DEPTH_MAX;
        is_deep.then_some("too many conditions and loops belong together here")
    }

    fn begin(&mut self, word: &str) {
        match word {
            "if" | "for" => self.depth += 1,
            "endif" | "endfor" => {
                self.depth = self.depth.saturating_sub(1);
                // Cases of a condition that is over are no longer carried along.
                self.cases = if self.depth == 0 { 0 } else { self.cases };
            }
            "elif" => self.cases += 1,
            _ => {}
        }
    }
}

/// What of a template is not allowed, the first thing of it.
pub(super) fn fault(template: &ast::Stmt<'_>) -> Option<InvalidTemplate> {
    statement(template).err()
}

type Checked = Result<(), InvalidTemplate>;

fn refuse<T>(span: Span, what: &str) -> Result<T, InvalidTemplate> {
    Err(at(usize::from(span.start_line), what))
}

fn statements(body: &[ast::Stmt<'_>]) -> Checked {
    body.iter().try_for_each(statement)
}

fn statement(statement: &ast::Stmt<'_>) -> Checked {
    match statement {
        ast::Stmt::Template(template) => statements(&template.children),
        ast::Stmt::EmitRaw(_) => Ok(()),
        ast::Stmt::EmitExpr(emitted) => expression(&emitted.expr),
        ast::Stmt::IfCond(condition) => {
            expression(&condition.expr)?;
            statements(&condition.true_body)?;
            statements(&condition.false_body)
        }
        ast::Stmt::ForLoop(given) => {
            if given.recursive {
                return refuse(given.span(), "a loop cannot call itself");
            }
            target(&given.target)?;
            expression(&given.iter)?;
            given.filter_expr.as_ref().map_or(Ok(()), expression)?;
            statements(&given.body)?;
            statements(&given.else_body)
        }
        ast::Stmt::WithBlock(given) => refuse(given.span(), NO_NAMES),
        ast::Stmt::Set(given) => refuse(given.span(), NO_NAMES),
        ast::Stmt::SetBlock(given) => refuse(given.span(), NO_NAMES),
        ast::Stmt::AutoEscape(given) => {
            refuse(given.span(), "a message is plain text: nothing is escaped")
        }
        ast::Stmt::FilterBlock(given) => refuse(
            given.span(),
            "a filter stands behind a value: {{ name | upper }}",
        ),
        ast::Stmt::Do(given) => refuse(given.span(), NO_CALLS),
    }
}

const NO_NAMES: &str = "a template cannot give names to values";
const NO_CALLS: &str = "a template cannot call anything; a filter is written {{ name | upper }}";
const NO_SUMS: &str =
    "a template does not calculate or put texts together: write values next to each other";

fn target(target: &ast::Expr<'_>) -> Checked {
    match target {
        ast::Expr::Var(_) => Ok(()),
        other => refuse(other.span(), "a loop has one name for what it goes through"),
    }
}

fn expressions(list: &[ast::Expr<'_>]) -> Checked {
    list.iter().try_for_each(expression)
}

fn expression(expression: &ast::Expr<'_>) -> Checked {
    use ast::Expr;
    match expression {
        Expr::Var(_) | Expr::Const(_) => Ok(()),
        Expr::UnaryOp(given) => self::expression(&given.expr),
        Expr::BinOp(given) => {
            if !is_harmless(given.op) {
                return refuse(given.span(), NO_SUMS);
            }
            self::expression(&given.left)?;
            self::expression(&given.right)
        }
        Expr::Compare(given) => {
            self::expression(&given.expr)?;
            given
                .ops
                .iter()
                .try_for_each(|op| self::expression(&op.expr))
        }
        Expr::IfExpr(given) => {
            self::expression(&given.test_expr)?;
            self::expression(&given.true_expr)?;
            given.false_expr.as_ref().map_or(Ok(()), self::expression)
        }
        Expr::Filter(given) => {
            if !filters::FILTERS.contains(&given.name) {
                let known = filters::FILTERS.join(", ");
                return refuse(
                    given.span(),
                    &format!("there is no such filter; there are {known}"),
                );
            }
            given.expr.as_ref().map_or(Ok(()), self::expression)?;
            arguments(&given.args, given.span())
        }
        Expr::Test(given) => {
            if !filters::TESTS.contains(&given.name) {
                let known = filters::TESTS.join(", ");
                return refuse(
                    given.span(),
                    &format!("there is no such test; there are {known}"),
                );
            }
            self::expression(&given.expr)?;
            arguments(&given.args, given.span())
        }
        Expr::GetAttr(given) => self::expression(&given.expr),
        Expr::GetItem(given) => {
            self::expression(&given.expr)?;
            self::expression(&given.subscript_expr)
        }
        Expr::List(given) => expressions(&given.items),
        Expr::Tuple(given) => expressions(&given.items),
        Expr::Call(given) => refuse(given.span(), NO_CALLS),
        Expr::Slice(given) => refuse(
            given.span(),
            "a part of a value is not cut out; there is truncate",
        ),
        Expr::Map(given) => refuse(given.span(), "a template has no maps of its own"),
    }
}

fn is_harmless(op: ast::BinOpKind) -> bool {
    use ast::BinOpKind as Op;
    match op {
        Op::Eq | Op::Ne | Op::Lt | Op::Lte | Op::Gt | Op::Gte | Op::ScAnd | Op::ScOr | Op::In => {
            true
        }
        Op::Add | Op::Sub | Op::Mul | Op::Div | Op::FloorDiv | Op::Rem | Op::Pow | Op::Concat => {
            false
        }
    }
}

fn arguments(arguments: &[ast::CallArg<'_>], span: Span) -> Checked {
    arguments.iter().try_for_each(|argument| match argument {
        ast::CallArg::Pos(given) => expression(given),
        _ => refuse(
            span,
            "what a filter is given has no name: {{ name | default(\"there\") }}",
        ),
    })
}
