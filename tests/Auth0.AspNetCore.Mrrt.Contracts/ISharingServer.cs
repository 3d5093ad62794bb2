namespace Auth0.AspNetCore.Mrrt.Contracts;

/// <summary>One of several servers that share their sessions.</summary>
public interface ISharingServer : ISessionServer
{
    /// <summary>Breaks every connection that it has, as when its process is killed; new ones are let through.</summary>
    void BreakConnections();

    /// <summary>Breaks every connection that it has and lets no new one through.</summary>
    void CutOff();

    /// <summary>Lets connections through again.</summary>
    void Reconnect();

    /// <summary>Does once what it does in the background: hear who signed out, tell what it could not tell.</summary>
    Task PassAsync();
}
