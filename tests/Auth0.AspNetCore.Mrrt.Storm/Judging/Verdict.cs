using System.Globalization;

namespace Auth0.AspNetCore.Mrrt.Storm.Judging;

/// <summary>What a storm came to.</summary>
internal sealed record Verdict
{
    public int Requests { get; init; }

    public int Exchanges { get; init; }

    public int Coalesced { get; init; }

    public int ReuseDetected { get; init; }

    public int FamiliesRevoked { get; init; }

    public int WrongToken { get; init; }

    public int LostTokens { get; init; }

    public int Resurrected { get; init; }

    /// <summary>Claims that a server showed although a change had replaced them, and changes that were not kept.</summary>
    public int BroughtBack { get; init; }

    public int InDoubt { get; init; }

    public int Failed { get; init; }

    public int MedianMilliseconds { get; init; }

    public int SlowMilliseconds { get; init; }

    /// <summary>What was found, for people. No tokens in it.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>What was seen and is nobody's fault.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public bool Passed => this is
    {
        ReuseDetected: 0, FamiliesRevoked: 0, WrongToken: 0, LostTokens: 0, Resurrected: 0, BroughtBack: 0,
    };

    /// <summary>The last line.</summary>
    public string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"storm: requests={Requests} exchanges={Exchanges} coalesced={Coalesced} reuse_detected={ReuseDetected} "
        + $"families_revoked={FamiliesRevoked} wrong_token={WrongToken} lost_tokens={LostTokens} "
        + $"resurrected={Resurrected} brought_back={BroughtBack} in_doubt={InDoubt} failed={Failed} "
        + $"p50_ms={MedianMilliseconds} p99_ms={SlowMilliseconds}");
}
