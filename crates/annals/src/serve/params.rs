//! The query of a URL: names and values, in order, names as often as they come. Never fails: what is no UTF-8 is replaced.

/// Names and values of a URL's query or of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(Vec<(String, String)>);

impl Params {
    /// The parameters of `name=value&…`.
    pub fn parse(query: &str) -> Self {
        Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    /// The first value of `name` that is not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// All values of `name`.
    pub fn all<'s>(&'s self, name: &'static str) -> impl Iterator<Item = &'s str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The same with `name` as `value` only, or without it; what stands at its value's end falls away with it.
    #[must_use]
    pub fn with(&self, name: &str, value: Option<&str>) -> Self {
        let others = self.0.iter().filter(|(key, _)| key != name).cloned();
        Self(others.chain(value.map(|value| (name.to_owned(), value.to_owned()))).collect())
    }

    /// The same with one more `name`.
    #[must_use]
    pub fn and(&self, name: &str, value: &str) -> Self {
        let more = (name.to_owned(), value.to_owned());
        Self(self.0.iter().cloned().chain([more]).collect())
    }

    /// The URL of `path` with these parameters; empty ones are left out.
    pub fn url(&self, path: &str) -> String {
        let pairs = self.0.iter().filter(|(_, value)| !value.is_empty());
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Params {
    fn from(pairs: [(&str, &str); N]) -> Self {
        Self(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_come_and_go() {
        let params = Params::parse("q=type%3Afigure+%22a+b%22&q=&page=abc&%ff=%fe");
        assert_eq!(params.get("q"), Some("type:figure \"a b\""));
        assert_eq!(params.all("q").count(), 2);
        let next = params.with("page", Some("def"));
        assert_eq!(next.get("page"), Some("def"));
        assert_eq!(Params::from([("q", "a b"), ("page", "")]).url("/search"), "/search?q=a+b");
        assert_eq!(Params::default().and("q", "x").and("q", "y").url("/compare"), "/compare?q=x&q=y");
        assert_eq!(Params::default().url("/search"), "/search");
    }
}
