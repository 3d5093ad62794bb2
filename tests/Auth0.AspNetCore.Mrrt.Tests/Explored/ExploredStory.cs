using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Tests.Explored;

/// <summary>Requests of one session, each a step to begin with, and what must be true whatever order they came in.</summary>
internal abstract class ExploredStory(Stage stage, bool answersInASecondStep) : IStory
{
    private readonly List<Actor> _actors = [];
    private bool _signsOut;

    protected Stage Stage { get; } = stage;

    protected RotatingIssuer Issuer { get; } = new(stage, answersInASecondStep);

    /// <summary>Every session cookie that a browser may hold by now.</summary>
    protected List<string> Cookies { get; } =
    [
        ExploredCookies.Of(
            new SessionTokens
            {
                SessionId = "session",
                Generation = 0,
                Scheme = Auth0Constants.AuthenticationScheme,
                RefreshToken = "rt-0",
            },
            role: "before"),
    ];

    /// <summary>The sessions that began when a user signed out and in again, by their first cookies.</summary>
    protected List<string> ContinuedIn { get; } = [];

    protected bool SignedOut { get; private set; }

    /// <summary>A server died with an answer of the tenant's that it had not committed: the one window that nobody can
    /// close.</summary>
    protected bool InDoubt { get; set; }

    public void Check()
    {
        foreach (var actor in _actors.Where(actor => !Stage.IsDead(actor.Server)))
        {
            // Those who only shared a flight are told of its end on other threads, after the last step.
            ((IAsyncResult)actor.Work).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(30));
            actor.Work.IsCompletedSuccessfully.Should().BeTrue(
                $"{actor.Name} must come to an end ({actor.Work.Exception?.InnerException?.Message ?? "it hangs"})");
        }

        if (!InDoubt)
        {
            Issuer.Reuses.Should().Be(0, "no refresh token is presented twice (G4)");
        }

        CheckStory();
    }

    protected abstract void CheckStory();

    /// <summary>One server alone, or two on rows that they share.</summary>
    protected ExploredServer[] Servers(int count)
    {
        var rows = new SharedRows(Stage);
        return count == 1
            ? [new ExploredServer("one", Issuer, line => line)]
            : [.. new[] { "one", "two" }.Select(
                name => new ExploredServer(name, Issuer, line => new SharedCoordinator(name, line, rows)))];
    }

    /// <summary>A request that comes at some moment, or at once where that makes no difference to the others.</summary>
    protected void Request(ExploredServer server, string name, string audience, bool atOnce = false) =>
        Add(server.Name, name, async () =>
        {
            await (atOnce ? Task.CompletedTask : Stage.WaitAsync(server.Name, $"gets {name}"));
            Conclude(await server.AskAsync(Cookies[0], audience), audience);
        });

    protected void SignOut(ExploredServer server)
    {
        _signsOut = true;
        Add(server.Name, "sign-out", async () =>
        {
            await Stage.WaitAsync(server.Name, "gets the sign-out");
            await server.SignOutAsync(Cookies[0]);
            SignedOut = true;
        });
    }

    /// <summary>A request that gives the user another role.</summary>
    protected void SignIn(ExploredServer server, string role) =>
        Add(server.Name, "sign-in as " + role, async () =>
        {
            await Stage.WaitAsync(server.Name, "gets the sign-in as " + role);
            Keep((await server.SignInAsync(Cookies[0], role)).Cookie);
        });

    /// <summary>A request that signs out, and in again with the same ticket. When it comes at once, others may end its session
    /// after it was authenticated.</summary>
    protected void OutAndIn(ExploredServer server, bool atOnce)
    {
        _signsOut = true;
        Add(server.Name, "out-and-in", async () =>
        {
            Task Wait(bool now, string step) => now ? Stage.WaitAsync(server.Name, step) : Task.CompletedTask;
            await Wait(!atOnce, "gets the out-and-in");
            if ((await server.OutAndInAsync(Cookies[0], () => Wait(atOnce, "signs out and in"))).Cookie is { } cookie)
            {
                ContinuedIn.Add(cookie);
            }
        });
    }

    protected void Crash(ExploredServer server, Action<string> release) =>
        Add("fate", "crash", async () =>
        {
            await Stage.WaitAsync("fate", "kills " + server.Name);
            InDoubt = Stage.Ready.Contains(server.Name + " commits");
            Stage.Kill(server.Name);
            release(server.Name);
        });

    /// <summary>Runs work at the end of the story, step by step.</summary>
    protected T Afterwards<T>(Task<T> work)
    {
        while (Stage.Ready is [var step, ..])
        {
            Stage.Go(step);
        }

        work.IsCompletedSuccessfully.Should().BeTrue("nothing is left behind that a later request waits for");
        return work.Result;
    }

    protected void Conclude(ExploredResponse response, string audience)
    {
        if (response.Result is { Succeeded: true } granted)
        {
            granted.Token!.Value.Should().StartWith(audience + " ", "a token is served under its audience alone (G7)");
        }
        else if (!InDoubt && response.Result is { } failed)
        {
            _signsOut.Should().BeTrue("nothing but the sign-out can be in the way");
            failed.Reason.Should().BeOneOf(AccessTokenFailure.SessionEnded, AccessTokenFailure.RefreshTokenRejected);
        }

        Keep(response.Cookie);
    }

    private void Keep(string? cookie)
    {
        if (cookie is not null)
        {
            ExploredCookies.Tokens(cookie).SessionId.Should().Be("session");
            lock (Cookies)
            {
                Cookies.Add(cookie);
            }
        }
    }

    private void Add(string server, string name, Func<Task> work) => _actors.Add(new Actor(server, name, work()));

    private sealed record Actor(string Server, string Name, Task Work);
}
