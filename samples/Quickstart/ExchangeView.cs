namespace Quickstart;

/// <summary>One call to the tenant's token endpoint.</summary>
public sealed record ExchangeView(int Number, string Grant, string? Audience, int? Generation, string Outcome);
