//! The token without which a server on other addresses than this machine's own answers nothing. Only its hash is kept.

use std::collections::HashMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use axum::http::{HeaderMap, header};
use sha2::{Digest, Sha256};

/// How long a browser stays logged in.
const SESSION: Duration = Duration::from_secs(12 * 3600);

/// Browsers that are logged in at once; the oldest one goes.
const SESSIONS: usize = 256;

/// What stands before the hash in a token file.
const PREFIX: &str = "annals token sha256 ";

type Hash = [u8; 32];

/// The token's hash, and the browsers that have shown the token.
#[derive(Debug)]
pub struct Token {
    hash: Hash,
    cookie: String,
    sessions: Mutex<HashMap<Hash, Instant>>,
}

impl Token {
    /// The token whose hash stands in `path`; where there is no such file, makes a token, writes its hash there and gives
    /// the token, too, to be shown this once. `port` tells the cookies of two servers on one machine apart.
    ///
    /// # Errors
    /// Where the file cannot be read or written, or holds something else.
    pub fn of_file(path: &Path, port: u16) -> anyhow::Result<(Self, Option<String>)> {
        let token = |hash| Self { hash, cookie: format!("annals-{port}"), sessions: Mutex::default() };
        if path.exists() {
            let text = fs::read_to_string(path).with_context(|| format!("{}", path.display()))?;
            let hash = text.trim().strip_prefix(PREFIX).and_then(unhex);
            let Some(hash) = hash else {
                bail!(
                    "{}: this is no token file; name one that does not exist, and a token is made",
                    path.display()
                )
            };
            return Ok((token(hash), None));
        }
        let made = random()?;
        let hash = digest(&made);
        write_private(path, &format!("{PREFIX}{}\n", hex(&hash)))
            .with_context(|| format!("{}", path.display()))?;
        Ok((token(hash), Some(made)))
    }

    /// Whether `given` is the token. Hashes are compared, so that the time it takes tells nothing of the token.
    pub fn is(&self, given: &str) -> bool {
        digest(given.trim()) == self.hash
    }

    /// Whether a request brings the token, or the cookie of a browser that has shown it.
    pub fn admits(&self, headers: &HeaderMap) -> bool {
        let bearer =
            headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(bearer);
        bearer.is_some_and(|given| self.is(given)) || self.session(headers).is_some()
    }

    /// The value of `Set-Cookie` for a browser that has shown the token.
    ///
    /// # Errors
    /// Where the system gives no random bytes.
    pub fn begin(&self) -> anyhow::Result<String> {
        let session = random()?;
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.retain(|_, begun| begun.elapsed() < SESSION);
        if sessions.len() >= SESSIONS {
            let oldest = sessions.iter().min_by_key(|(_, begun)| **begun).map(|(session, _)| *session);
            oldest.and_then(|session| sessions.remove(&session));
        }
        sessions.insert(digest(&session), Instant::now());
        Ok(self.set_cookie(&session, SESSION.as_secs()))
    }

    /// Logs a browser out; gives the value of `Set-Cookie`.
    pub fn end(&self, headers: &HeaderMap) -> String {
        if let Some(session) = self.session(headers) {
            self.sessions.lock().unwrap_or_else(PoisonError::into_inner).remove(&session);
        }
        self.set_cookie("", 0)
    }

    /// The session of a request's cookie.
    pub fn session(&self, headers: &HeaderMap) -> Option<Hash> {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let named = |pair: &str| Some(digest(pair.trim().strip_prefix(&*self.cookie)?.strip_prefix('=')?));
        let given: Vec<_> = cookies.flat_map(|value| value.split(';')).filter_map(named).take(8).collect();
        let sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        let valid = |session: &Hash| sessions.get(session).is_some_and(|begun| begun.elapsed() < SESSION);
        given.into_iter().find(valid)
    }

    fn set_cookie(&self, value: &str, seconds: u64) -> String {
        format!("{}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}", self.cookie)
    }
}

fn bearer(value: &str) -> Option<&str> {
    value.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token)
}

/// 256 random bits of the system in hexadecimal.
fn random() -> anyhow::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| anyhow::anyhow!("the system gives no random bytes: {error}"))?;
    Ok(hex(&bytes))
}

fn digest(text: &str) -> Hash {
    Sha256::digest(text.as_bytes()).into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Hash> {
    let bytes: Option<Vec<u8>> =
        (0..text.len() / 2).map(|n| u8::from_str_radix(text.get(2 * n..2 * n + 2)?, 16).ok()).collect();
    bytes.filter(|_| text.len() == 64)?.try_into().ok()
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn a_token_is_made_once_and_only_its_hash_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        let (_, made) = Token::of_file(&path, 8750).unwrap();
        let made = made.unwrap();
        assert_eq!(made.len(), 64);
        assert!(!fs::read_to_string(&path).unwrap().contains(&made));
        let (token, again) = Token::of_file(&path, 8750).unwrap();
        assert_eq!(again, None);
        assert!(token.admits(&headers(header::AUTHORIZATION, &format!("Bearer {made}"))));
        assert!(!token.admits(&headers(header::AUTHORIZATION, "Bearer 0")));
        assert!(!token.admits(&headers(header::AUTHORIZATION, &made)));
        assert!(!token.admits(&HeaderMap::new()));
        fs::write(&path, "my own token").unwrap();
        assert!(Token::of_file(&path, 8750).is_err());
    }

    #[test]
    fn a_browser_logs_in_and_out() {
        let folder = tempfile::tempdir().unwrap();
        let (token, _) = Token::of_file(&folder.path().join("token"), 8750).unwrap();
        let set = token.begin().unwrap();
        assert!(set.ends_with("; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200"), "{set}");
        let cookie = headers(header::COOKIE, &format!("a=b; {}", set.split(';').next().unwrap()));
        assert!(token.admits(&cookie));
        token.end(&cookie);
        assert!(!token.admits(&cookie));
    }
}
