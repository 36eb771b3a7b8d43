using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Tenants;

namespace AlignZeg.Server.Segmenting;

/// <summary>What single images cost their tenant.</summary>
internal static class InteractiveCharge
{
    /// <summary>Charges what is known before an image is computed, and takes it back if that fails.</summary>
    /// <param name="account">Of the tenant.</param> <param name="known">What the image costs in any case.</param> <param name="act">Computes it, and charges the rest.</param> <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="QuotaExceededException">The tenant's quotas do not carry it.</exception>
    public static async Task<T> ChargeAsync<T>(this ITenantGrain account, LabellingUsage known, Func<Task<T>> act, CancellationToken cancellationToken)
    {
        await account.AdmitAsync(known, cancellationToken);
        try
        {
            return await act();
        }
        catch (Exception exception) when (exception is not ImageRejectedException) // an image that cannot be read was looked at, as in a job
        {
            await account.AddAsync(LabellingUsage.None.Minus(known), CancellationToken.None);
            throw;
        }
    }
}
