//! What is said about the service itself (rule R12).

use super::settings::{RdapProfile, RdapSettings};
use super::shapes::{Link, Notice};

/// The terms of service.
pub(super) fn of_service(settings: &RdapSettings, here: &str) -> Vec<Notice> {
    let link = |url: &String| link(here, "terms-of-service", url);
    let links = settings.terms_url.iter().map(link).collect();
    vec![Notice { title: "Terms of Service", description: settings.terms.clone(), links }]
}

/// The same, and what ICANN's profile wants beside a domain.
pub(super) fn of_domain(settings: &RdapSettings, here: &str) -> Vec<Notice> {
    let mut notices = of_service(settings, here);
    if settings.profile == RdapProfile::Icann {
        let codes = "For more information on domain status codes, please visit https://icann.org/epp";
        let complaints = "URL of the ICANN RDDS Inaccuracy Complaint Form: https://icann.org/wicf";
        notices.extend([
            notice("Status Codes", codes, link(here, "glossary", "https://icann.org/epp")),
            notice("RDDS Inaccuracy Complaint Form", complaints, link(here, "help", "https://icann.org/wicf")),
        ]);
    }
    notices
}

fn notice(title: &'static str, text: &str, link: Link) -> Notice {
    Notice { title, description: vec![text.to_owned()], links: vec![link] }
}

fn link(here: &str, rel: &'static str, href: &str) -> Link {
    Link { value: here.to_owned(), rel, href: href.to_owned(), media_type: "text/html" }
}
