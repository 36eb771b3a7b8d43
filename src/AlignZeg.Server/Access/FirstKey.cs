using AlignZeg.Abstractions.Access;
using AlignZeg.Server.Endpoints;
using AlignZeg.Server.Hosting;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Access;

/// <summary>The key with which everything begins.</summary>
public sealed class FirstKey
{
    private readonly IKeyRingGrain _ring;
    private readonly Catalogue _catalogue;
    private readonly HttpOptions _options;

    internal FirstKey(IGrainFactory grains, Catalogue catalogue, IOptions<HttpOptions> options) =>
        (_ring, _catalogue, _options) = (grains.GetGrain<IKeyRingGrain>(ApiKey.Operator), catalogue, options.Value);

    /// <summary>Makes the configured admin key valid (<see cref="HttpOptions.AdminKey"/>); one that was revoked stays so.</summary>
    /// <returns>False if none is configured.</returns>
    /// <exception cref="FormatException">What is configured is not a key of the tenant operator.</exception>
    public async Task<bool> AdmitConfiguredAsync(CancellationToken cancellationToken)
    {
        if (_options.AdminKey is not { Length: > 0 } text) return false;
        if (!ApiKey.TryParse(text, out var key) || key.Tenant != ApiKey.Operator)
            throw new FormatException($"The admin key is not of the form alz_{ApiKey.Operator}.ID_SECRET with a secret of 64 lower-case hex digits; make one with: echo alz_{ApiKey.Operator}.first_$(openssl rand -hex 32)");
        await _ring.AddAsync(new(key.Id, key.SecretHash, AccessScopes.Admin, "configured"), cancellationToken);
        await _catalogue.AddTenantAsync(ApiKey.Operator, cancellationToken);
        return true;
    }

    /// <summary>Makes an admin key if the operator never had a key.</summary>
    /// <returns>The key with its secret, to be shown once; null if there is one.</returns>
    public async Task<string?> CreateAsync(CancellationToken cancellationToken)
    {
        var key = ApiKey.Create(ApiKey.Operator);
        bool isFirst = await _ring.AddFirstAsync(new(key.Id, key.SecretHash, AccessScopes.Admin, "first"), cancellationToken);
        await _catalogue.AddTenantAsync(ApiKey.Operator, cancellationToken); // in any case: keys that were made before have it not
        return isFirst ? key.Reveal() : null;
    }
}
