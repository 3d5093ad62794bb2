namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>What a server may ask a backend.</summary>
internal enum BackendCall
{
    Prepare,
    Take,
    Extend,
    Reload,
    Commit,
    Release,
    Read,
    End,
    Poll,
    CleanUp,
    Ticket,
}
