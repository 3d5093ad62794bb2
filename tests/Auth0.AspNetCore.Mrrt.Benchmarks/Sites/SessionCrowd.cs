using System.Diagnostics;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

/// <summary>Sessions of one server, whose browsers bring the newest cookie the next time.</summary>
internal sealed class SessionCrowd : IDisposable
{
    private static readonly AccessTokenRequest Wanted = new() { ForceRefresh = true };

    private readonly LocalTenant _tenant = new(TimeSpan.Zero);
    private readonly MovingTime _time = new();
    private readonly Random _random = new(1);
    private readonly Site _site;
    private readonly InProcessSessionCoordinator _coordinator;
    private readonly SessionTokens _session;
    private readonly double[] _until;
    private readonly long[] _generations; // all that a browser's cookie says of a session here

    public SessionCrowd(int sessions)
    {
        _site = Site.Mrrt(_tenant, builder => builder.Services.AddSingleton<TimeProvider>(_time));
        _coordinator = _site.Services.GetRequiredService<InProcessSessionCoordinator>();
        _session = Samples.Session(0, _time.GetUtcNow(), TimeSpan.FromDays(999));
        _generations = new long[sessions];
        _until = new double[sessions];
        var sum = 0.0;
        for (var rank = 0; rank < sessions; rank++)
        {
            _until[rank] = sum += 1.0 / (rank + 1);
        }
    }

    public int Remembered => _coordinator.Count;

    /// <summary>Makes every session known, as its first exchange does. Through the coordinator, which is what remembers them:
    /// so many real exchanges would take longer than everything that is measured.</summary>
    public async Task FillAsync()
    {
        var protector = _site.Services.GetRequiredService<SessionProtector>();
        for (var number = 0; number < _generations.Length; number++)
        {
            var first = Session(number, ++_generations[number]);
            await using var turn = await _coordinator.EnterAsync(first.SessionId, CancellationToken.None);
            if (!await turn.CommitAsync(protector.Protect(first), CancellationToken.None))
            {
                throw new InvalidOperationException("The session was not taken in.");
            }
        }
    }

    /// <summary>So many requests, one after the other, each of which exchanges.</summary>
    public async Task<TimeSpan> ExchangeAsync(int exchanges)
    {
        var started = Stopwatch.GetTimestamp();
        for (var left = exchanges; left > 0; left--)
        {
            var rank = Array.BinarySearch(_until, _random.NextDouble() * _until[^1]);
            await ExchangeOneAsync(Math.Min(rank < 0 ? ~rank : rank, _generations.Length - 1));
        }

        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>A minute later the next one to exchange clears up what has expired: nothing, but it looks at each.</summary>
    public Task<TimeSpan> SweepAsync()
    {
        _time.Advance(TimeSpan.FromMinutes(1.1));
        return ExchangeAsync(1);
    }

    /// <summary>Later than any browser is waited for.</summary>
    public Task ForgetAsync()
    {
        _time.Advance(InProcessSessionCoordinator.RecordLifetime + TimeSpan.FromDays(1));
        return ExchangeAsync(1);
    }

    public void Dispose()
    {
        _site.Dispose();
        _tenant.Dispose();
    }

    private async Task ExchangeOneAsync(int number)
    {
        using var request = _site.Request(cookie: null);
        var view = new RequestSession(Session(number, _generations[number]));
        RequestSessionFeature.Replace(request.HttpContext, "Cookies", view);
        _site.Services.GetRequiredService<LiveSessions>().BringUpToDate(view);
        ArgumentNullException.ThrowIfNull(await request.HttpContext.GetAccessTokenAsync(Wanted));
        _generations[number] = view.Tokens.Generation;
    }

    private SessionTokens Session(int number, long generation) => new()
    {
        SessionId = $"s-{number}",
        Generation = generation,
        Scheme = _session.Scheme,
        Primary = _session.Primary,
        RefreshToken = "v1.refresh",
    };
}
