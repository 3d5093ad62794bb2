using System.Runtime.CompilerServices;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Canary.Rig;

/// <summary>Validates ID tokens by the clock of a test. The property for the clock is not public, and a clone loses its
/// value. With the real clock, the outcome of a lie about times would depend on a fraction of a second.</summary>
internal sealed class ClockedParameters : TokenValidationParameters
{
    private readonly TimeProvider _clock;

    public ClockedParameters(TimeProvider clock)
    {
        _clock = clock;
        SetTimeProvider(this, clock);
    }

    private ClockedParameters(ClockedParameters other)
        : base(other)
    {
        _clock = other._clock;
        SetTimeProvider(this, _clock);
    }

    public override TokenValidationParameters Clone() => new ClockedParameters(this);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_TimeProvider")]
    private static extern void SetTimeProvider(TokenValidationParameters parameters, TimeProvider clock);
}
