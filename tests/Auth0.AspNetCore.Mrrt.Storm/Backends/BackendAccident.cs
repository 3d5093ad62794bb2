namespace Auth0.AspNetCore.Mrrt.Storm.Backends;

/// <summary>A kind of accident of what the servers agree through.</summary>
/// <param name="Name">How it is counted.</param>
/// <param name="HappenAsync">Lets it happen, and is done when it is over.</param>
/// <param name="Recovery">Until every server has noticed that it is over, and has told what it could not.</param>
internal sealed record BackendAccident(
    string Name, Func<Random, CancellationToken, Task> HappenAsync, TimeSpan Recovery);
