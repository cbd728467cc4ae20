//! Who may be spoken to: names under which this server answers, and pages that may send it something.
//!
//! A page of another site that makes its own name mean 127.0.0.1 (DNS rebinding) asks with that name as its host; a page that
//! sends a form across sites (CSRF) does so with its own origin. Both are refused.

use std::net::{IpAddr, SocketAddr};

use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};

use super::problem::Problem;

/// Hosts under which this server answers.
#[derive(Clone, Debug)]
pub struct Hosts {
    names: Vec<String>,
    /// Bound to all addresses: any number will do, for a name is what rebinding needs.
    any_address: bool,
}

impl Hosts {
    /// The address bound, localhost and `names`.
    pub fn new(bound: SocketAddr, names: &[String]) -> Self {
        let own = [bound.ip().to_string(), "localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
        let names = own.into_iter().chain(names.iter().map(|name| bare(name).to_ascii_lowercase()));
        Self { names: names.collect(), any_address: bound.ip().is_unspecified() }
    }

    /// Whether `request` asks one of the hosts, and comes from no page of another one.
    ///
    /// # Errors
    /// Where it does not.
    pub fn check(&self, request: &Request) -> Result<(), Problem> {
        let host = host(request)?;
        if !self.knows(bare(&host)) || request.uri().host().is_some_and(|host| !self.knows(bare(host))) {
            let detail =
                "this server does not answer under this host; `annals serve --host NAME` adds a name";
            return Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, detail));
        }
        let safe = matches!(*request.method(), Method::GET | Method::HEAD);
        if is_foreign(request.headers(), &host, safe) {
            return Err(Problem::new(
                StatusCode::FORBIDDEN,
                "this request comes from a page of another site",
            ));
        }
        Ok(())
    }

    fn knows(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        self.names.contains(&name) || self.any_address && name.parse::<IpAddr>().is_ok()
    }
}

/// The one host of a request.
fn host(request: &Request) -> Result<String, Problem> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    match (hosts.next().map(|host| host.to_str()), hosts.next()) {
        (Some(Ok(host)), None) => Ok(host.to_owned()),
        _ => Err(Problem::wrong("a request needs one Host header")),
    }
}

/// A host without its port and brackets.
fn bare(host: &str) -> &str {
    if let Some(inner) = host.strip_prefix('[') {
        return inner.split_once(']').map_or("", |(address, _)| address);
    }
    match host.split_once(':') {
        // More colons than one: an address of version 6 without brackets.
        Some((_, rest)) if rest.contains(':') => host,
        Some((name, _)) => name,
        None => host,
    }
}

/// Whether a page of another site sends this. What sends neither header is no browser.
fn is_foreign(headers: &HeaderMap, host: &str, safe: bool) -> bool {
    let other = |origin: &str| {
        let own = origin.strip_prefix("http://").or(origin.strip_prefix("https://"));
        own.is_none_or(|own| !own.eq_ignore_ascii_case(host))
    };
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let foreign = origins.any(|origin| origin.to_str().map_or(true, other));
    let site = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
    foreign || !safe && site.is_some_and(|site| site != "same-origin" && site != "none")
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn status(bound: &str, method: &str, headers: &[(&str, &str)]) -> u16 {
        let hosts = Hosts::new(bound.parse().unwrap(), &["Desk.Example".to_owned()]);
        let request = headers
            .iter()
            .fold(Request::builder().method(method), |built, (name, value)| built.header(*name, *value));
        hosts
            .check(&request.uri("/search").body(Body::empty()).unwrap())
            .map_or_else(|problem| problem.status, |()| 200)
    }

    #[test]
    fn only_known_hosts_are_answered() {
        let at = |bound, host| status(bound, "GET", &[("host", host)]);
        for host in [
            "127.0.0.1:8750",
            "localhost:8750",
            "LOCALHOST",
            "[::1]:8750",
            "desk.example",
            "desk.example:443",
        ] {
            assert_eq!(at("127.0.0.1:8750", host), 200, "{host}");
        }
        for host in
            ["evil.example", "127.0.0.1.evil.example", "", "[", "10.0.0.7", "localhost@evil.example", "a:b:c"]
        {
            assert_eq!(at("127.0.0.1:8750", host), 421, "{host}");
        }
        assert_eq!(at("0.0.0.0:8750", "10.0.0.7:8750"), 200);
        assert_eq!(at("0.0.0.0:8750", "evil.example"), 421);
        assert_eq!(status("127.0.0.1:1", "GET", &[]), 400);
        assert_eq!(status("127.0.0.1:1", "GET", &[("host", "localhost"), ("host", "localhost")]), 400);
    }

    #[test]
    fn pages_of_other_sites_may_send_nothing() {
        let post = |headers: &[(&str, &str)]| {
            let host = [("host", "localhost:8750")];
            status("127.0.0.1:8750", "POST", &[&host, headers].concat())
        };
        assert_eq!(post(&[]), 200);
        assert_eq!(post(&[("origin", "http://localhost:8750")]), 200);
        assert_eq!(post(&[("sec-fetch-site", "same-origin")]), 200);
        for origin in ["http://evil.example", "http://localhost:9999", "null", "http://127.0.0.1:8750", ""] {
            assert_eq!(post(&[("origin", origin)]), 403, "{origin}");
        }
        assert_eq!(post(&[("sec-fetch-site", "cross-site")]), 403);
        assert_eq!(post(&[("sec-fetch-site", "same-site")]), 403);
    }
}
