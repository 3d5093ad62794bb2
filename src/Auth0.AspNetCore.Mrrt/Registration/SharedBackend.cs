using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>What an application shares its sessions in: one for all its logins.</summary>
/// <param name="Create">Gives the driver.</param>
/// <param name="Settings">The type of its settings.</param>
internal sealed record SharedBackend(Func<IServiceProvider, ISessionBackend> Create, Type Settings);
