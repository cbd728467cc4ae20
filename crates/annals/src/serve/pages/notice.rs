//! Pages without findings: help, the form for a text, log-in, problems.

use askama::Template;

use super::Html;
use crate::serve::models::{LoginModel, ProblemModel, Shell};

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage<'a> {
    shell: &'a Shell,
}

#[derive(Template)]
#[template(path = "paste.html")]
struct PastePage<'a> {
    shell: &'a Shell,
}

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage<'a> {
    shell: &'a Shell,
    model: &'a LoginModel,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    shell: &'a Shell,
    model: &'a ProblemModel,
}

/// The help: query language, keys, what is shown.
pub fn help(shell: &Shell) -> Html {
    HelpPage { shell }.render()
}

/// The form by which a text is read at once.
pub fn paste(shell: &Shell) -> Html {
    PastePage { shell }.render()
}

/// The page that asks for the token.
pub fn login(shell: &Shell, model: &LoginModel) -> Html {
    LoginPage { shell, model }.render()
}

/// The page of an error.
pub fn problem(shell: &Shell, model: &ProblemModel) -> Html {
    ProblemPage { shell, model }.render()
}
