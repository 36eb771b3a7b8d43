using AlignZeg.Abstractions.Access;
using AlignZeg.Server.Hosting;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Access;

/// <summary>The key with which everything begins.</summary>
public sealed class FirstKey(IGrainFactory grains, IOptions<HttpOptions> options)
{
    private readonly IKeyRingGrain _ring = grains.GetGrain<IKeyRingGrain>(ApiKey.Operator);

    /// <summary>Makes the configured admin key valid (<see cref="HttpOptions.AdminKey"/>); one that was revoked stays so.</summary>
    /// <returns>False if none is configured.</returns>
    /// <exception cref="FormatException">What is configured is not a key of the tenant operator.</exception>
    public async Task<bool> AdmitConfiguredAsync(CancellationToken cancellationToken)
    {
        if (options.Value.AdminKey is not { Length: > 0 } text) return false;
        if (!ApiKey.TryParse(text, out var key) || key.Tenant != ApiKey.Operator)
            throw new FormatException($"The admin key is not of the form alz_{ApiKey.Operator}.ID_SECRET with a secret of 64 lower-case hex digits; make one with: echo alz_{ApiKey.Operator}.first_$(openssl rand -hex 32)");
        await _ring.AddAsync(new(key.Id, key.SecretHash, AccessScopes.Admin, "configured"), cancellationToken);
        return true;
    }

    /// <summary>Makes an admin key if the operator never had a key.</summary>
    /// <returns>The key with its secret, to be shown once; null if there is one.</returns>
    public async Task<string?> CreateAsync(CancellationToken cancellationToken)
    {
        var key = ApiKey.Create(ApiKey.Operator);
        return await _ring.AddFirstAsync(new(key.Id, key.SecretHash, AccessScopes.Admin, "first"), cancellationToken) ? key.Reveal() : null;
    }
}
