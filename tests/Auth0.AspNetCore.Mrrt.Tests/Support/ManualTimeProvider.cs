using Microsoft.Extensions.Time.Testing;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>A clock that moves when a test says so, from a day that the tests' texts name.</summary>
internal sealed class ManualTimeProvider() : FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
