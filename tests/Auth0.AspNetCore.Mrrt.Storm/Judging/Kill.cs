using Auth0.AspNetCore.Mrrt.Storm.Nodes;

namespace Auth0.AspNetCore.Mrrt.Storm.Judging;

/// <summary>A server was killed.</summary>
/// <param name="Node">Which, and which of its lives.</param>
/// <param name="At">Just before.</param>
internal sealed record Kill(NodeIdentity Node, DateTimeOffset At);
