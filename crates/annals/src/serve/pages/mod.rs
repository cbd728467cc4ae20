//! The pages: a model in, HTML out. One function a screen; nothing here asks the store or knows HTTP.
//!
//! Templates stand in `pages/templates`, what they link to in `pages/assets`. askama escapes every value.

use askama::Template;

use super::models::{
    ActorModel, ArticleModel, CompareModel, LoginModel, ProblemModel, RecordModel, ReviewModel, SearchModel,
    Shell,
};

/// What comes of a template.
pub type Html = Result<String, askama::Error>;

macro_rules! screens {
    ($($function:ident $template:ident $path:literal $model:ty;)*) => { $(
        #[derive(Template)]
        #[template(path = $path)]
        struct $template<'a> {
            shell: &'a Shell,
            model: &'a $model,
        }

        #[doc = concat!("The page of `", $path, "`.")]
        pub fn $function(shell: &Shell, model: &$model) -> Html {
            $template { shell, model }.render()
        }
    )* };
}

screens! {
    search SearchPage "search.html" SearchModel;
    article ArticlePage "article.html" ArticleModel;
    record RecordPage "record.html" RecordModel;
    actor ActorPage "actor.html" ActorModel;
    compare ComparePage "compare.html" CompareModel;
    review ReviewPage "review.html" ReviewModel;
    problem ProblemPage "problem.html" ProblemModel;
    login LoginPage "login.html" LoginModel;
}
