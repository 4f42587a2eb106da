//! The server process: found, set up, started and stopped.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use ::postgres::{Client, NoTls};

const START_WAIT: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(50);
const DATABASE_USER: &str = "liaison";

/// Runs the server as its child and ends it when nobody uses it any more: no test process can, since none of them
/// knows that it is the last.
const KEEPER: &str = r#"
base=$1
shift
"$@" &
server=$!
while kill -0 "$server" 2>/dev/null; do
    if [ -z "$(find "$base/heartbeat" -mmin -30 2>/dev/null)" ]; then
        kill -QUIT "$server"
        wait "$server"
    else
        sleep 1
    fi
done
rm -rf "$base"
"#;

/// Settings for tests: small, quick, and not durable unless asked for.
const SETTINGS: &str = "
max_connections = 400
shared_buffers = 64MB
jit = off
wal_level = minimal
max_wal_senders = 0
log_min_messages = warning
";

/// Where a running server is.
#[derive(Clone)]
pub(super) struct Server {
    port: u16,
    base: PathBuf,
}

impl Server {
    /// Starts a new server on a free port.
    pub(super) fn start() -> Self {
        let is_durable = std::env::var_os("LIAISON_TEST_POSTGRES_FSYNC").is_some();
        let (server, programs) = Self::prepare(is_durable);
        let mut keeper = server.spawn(&programs);
        server.wait_until_ready(&mut keeper);
        server
    }

    /// Makes a new server on a free port that does not run yet.
    pub(super) fn prepare(is_durable: bool) -> (Self, Programs) {
        let programs = Programs {
            folder: binaries(),
            user: ServerUser::choose(),
        };
        let user = &programs.user;
        let base = tempfile::Builder::new()
            .prefix("liaison-test-postgres-")
            .tempdir()
            .expect("the temporary directory is writable")
            .keep();
        user.own(&base);
        let data = base.join("data");
        let output = user
            .command(&programs.folder.join("initdb"))
            .arg("-D")
            .arg(&data)
            .args(["-U", DATABASE_USER, "-A", "trust", "-E", "UTF8"])
            .args(["--locale=C", "--no-sync", "--no-instructions"])
            .output()
            .expect("initdb can be run");
        assert!(
            output.status.success(),
            "initdb failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let server = Self {
            port: free_port(),
            base,
        };
        server.configure(is_durable);
        (server, programs)
    }

    /// Where its data is.
    pub(super) fn data(&self) -> PathBuf {
        self.base.join("data")
    }

    fn configure(&self, is_durable: bool) {
        let file = self.data().join("postgresql.conf");
        let fsync = if is_durable { "on" } else { "off" };
        let settings = format!(
            "{}\n{SETTINGS}\nlisten_addresses = '127.0.0.1'\nport = {}\nunix_socket_directories = '{}'\n\
             fsync = {fsync}\nfull_page_writes = {fsync}\n",
            fs::read_to_string(&file).expect("initdb wrote it"),
            self.port,
            self.base.display(),
        );
        fs::write(&file, settings).expect("the configuration is writable");
    }

    fn spawn(&self, programs: &Programs) -> Child {
        let heartbeat = self.base.join("heartbeat");
        fs::write(&heartbeat, "").expect("the server's folder is writable");
        programs.user.own(&heartbeat);
        let log = fs::File::create(self.base.join("log")).expect("the server's folder is writable");
        programs
            .user
            .command(Path::new("/bin/sh"))
            .args(["-c", KEEPER, "keeper"])
            .arg(&self.base)
            .arg(programs.server())
            .arg("-D")
            .arg(self.data())
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a file handle can be copied"))
            .stderr(log)
            // It outlives this test process and must not die of its Ctrl-C.
            .process_group(0)
            .spawn()
            .expect("a shell can be started")
    }

    fn wait_until_ready(&self, keeper: &mut Child) {
        let deadline = Instant::now() + START_WAIT;
        while Client::connect(&self.url("postgres"), NoTls).is_err() {
            let ended = keeper.try_wait().expect("a child can be asked");
            let log = || fs::read_to_string(self.base.join("log")).unwrap_or_default();
            assert!(ended.is_none(), "the server ended: {}", log());
            assert!(Instant::now() < deadline, "the server is silent: {}", log());
            thread::sleep(PAUSE);
        }
    }

    /// Lets the keeper end the server and remove its files.
    pub(super) fn stop(&self) {
        fs::remove_file(self.base.join("heartbeat")).ok();
    }

    /// Says that somebody uses it.
    pub(super) fn touch(&self) {
        let heartbeat = self.base.join("heartbeat");
        if heartbeat.exists() {
            fs::write(heartbeat, ".").ok();
        }
    }

    pub(super) fn url(&self, database: &str) -> String {
        format!(
            "postgres://{DATABASE_USER}@127.0.0.1:{}/{database}",
            self.port
        )
    }

    pub(super) fn base(&self) -> &Path {
        &self.base
    }

    pub(super) fn to_text(&self) -> String {
        format!("port={}\nbase={}\n", self.port, self.base.display())
    }

    pub(super) fn from_text(text: &str) -> Option<Self> {
        let value = |key: &str| text.lines().find_map(|line| line.strip_prefix(key));
        Some(Self {
            port: value("port=")?.parse().ok()?,
            base: value("base=")?.into(),
        })
    }
}

/// What the server is started with.
pub(super) struct Programs {
    folder: PathBuf,
    user: ServerUser,
}

impl Programs {
    fn server(&self) -> PathBuf {
        self.folder.join("postgres")
    }

    /// The server itself, as whom it may run.
    pub(super) fn command(&self) -> Command {
        self.user.command(&self.server())
    }
}

/// Whom the server runs as. It refuses to run as root.
enum ServerUser {
    Ourselves,
    Other { name: &'static str, id: u32 },
}

impl ServerUser {
    fn choose() -> Self {
        if user_id(&[]) != Some(0) {
            return Self::Ourselves;
        }
        ["postgres", "nobody"]
            .into_iter()
            .find_map(|name| user_id(&[name]).map(|id| Self::Other { name, id }))
            .expect("a user other than root exists")
    }

    fn command(&self, program: &Path) -> Command {
        match self {
            Self::Ourselves => Command::new(program),
            Self::Other { name, .. } => {
                let mut command = Command::new("runuser");
                command.args(["-u", name, "--"]).arg(program);
                command
            }
        }
    }

    fn own(&self, path: &Path) {
        if let Self::Other { id, .. } = self {
            chown(path, Some(*id), None).expect("root may give files away");
        }
    }
}

fn user_id(names: &[&str]) -> Option<u32> {
    let output = Command::new("id").arg("-u").args(names).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

/// The folder with the server's programs: on the PATH, or where Debian puts them, the newest first.
fn binaries() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mut packaged: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    packaged.sort();
    folders.extend(packaged.into_iter().rev());
    folders
        .into_iter()
        .find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
        .expect("a PostgreSQL server is installed (apt-get install postgresql)")
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    listener.local_addr().expect("it is bound").port()
}
