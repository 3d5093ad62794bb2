namespace Auth0.AspNetCore.Mrrt.Canary.LetThrough;

/// <summary>What became of one lie under both configurations.</summary>
internal sealed record Measured(string Table, string Name, Outcome Careful, Outcome Plain)
{
    public bool IsRefused => (Careful, Plain) is (Outcome.Refused, Outcome.Refused);
}
