namespace Auth0.AspNetCore.Mrrt.Storm;

/// <summary>Where the sessions live.</summary>
internal enum SessionMode
{
    Cookie,
    Store,
}
