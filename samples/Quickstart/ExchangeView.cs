namespace Quickstart;

/// <summary>One call to the tenant's token endpoint.</summary>
/// <param name="Number">Counts the calls from 1.</param>
/// <param name="Grant">The <c>grant_type</c>.</param>
/// <param name="Audience">The API of the access token, or the API asked for when the tenant refused.</param>
/// <param name="Presented">The generation of the refresh token in the request. Null for a sign-in: it presents a code.</param>
/// <param name="Issued">The generation of the refresh token in the answer. Null when the tenant issued none.</param>
/// <param name="Outcome">The OAuth error code, else what the tenant did.</param>
public sealed record ExchangeView(
    int Number, string Grant, string? Audience, int? Presented, int? Issued, string Outcome);
