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
    protected List<SessionTokens> Cookies { get; } =
    [
        new SessionTokens
        {
            SessionId = "session",
            Generation = 0,
            Scheme = Auth0Constants.AuthenticationScheme,
            RefreshToken = "rt-0",
        },
    ];

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

    /// <summary>A request that comes at some moment, or at once where that makes no difference to the others.</summary>
    protected void Request(ExploredServer server, string name, string audience, bool atOnce = false) =>
        Add(server.Name, name, async () =>
        {
            await (atOnce ? Task.CompletedTask : Stage.WaitAsync(server.Name, $"gets {name}"));
            Conclude(await server.ServeAsync(Cookies[0], audience), audience);
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

        if (response.Cookie is { } cookie)
        {
            cookie.SessionId.Should().Be("session");
            lock (Cookies)
            {
                Cookies.Add(cookie);
            }
        }
    }

    private void Add(string server, string name, Func<Task> work) => _actors.Add(new Actor(server, name, work()));

    private sealed record Actor(string Server, string Name, Task Work);
}
