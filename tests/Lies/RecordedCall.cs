using Microsoft.AspNetCore.WebUtilities;

namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>A call that the application made of the tenant.</summary>
internal sealed record RecordedCall(string Address, Dictionary<string, string> Headers, string Body)
{
    public Dictionary<string, string> Form { get; } = QueryHelpers.ParseQuery(Body)
        .ToDictionary(field => field.Key, field => field.Value.Single()!);
}
