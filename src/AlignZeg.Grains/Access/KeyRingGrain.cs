using AlignZeg.Abstractions.Access;
using AlignZeg.Abstractions.Keys;
using AlignZeg.Grains.Devices;
using AlignZeg.Storage.GrainState;

namespace AlignZeg.Grains.Access;

[PrefersNoDevices]
internal sealed class KeyRingGrain([PersistentState("keys", GrainStorageNames.Access)] IPersistentState<KeyRingState> ring, TimeProvider time) : Grain, IKeyRingGrain
{
    private string Tenant => KeyPart.Check(this.GetPrimaryKeyString(), "tenant");

    public Task<KeySummary> AddAsync(NewKey key, CancellationToken cancellationToken = default) =>
        ChangeAsync(keys => keys.Add(Tenant, key, time.GetUtcNow()), cancellationToken);

    public async Task<bool> AddFirstAsync(NewKey key, CancellationToken cancellationToken = default)
    {
        if (ring.State.Keys.Count > 0) return false;
        await AddAsync(key, cancellationToken);
        return true;
    }

    public Task<KeySummary> RotateAsync(string id, NewKey replacement, TimeSpan overlap, CancellationToken cancellationToken = default) =>
        ChangeAsync(keys => keys.Rotate(Tenant, id, replacement, overlap, time.GetUtcNow()), cancellationToken);

    public Task<KeySummary> RevokeAsync(string id, CancellationToken cancellationToken = default) =>
        ChangeAsync(keys => keys.Revoke(Tenant, id, time.GetUtcNow()), cancellationToken);

    public Task<IReadOnlyList<KeySummary>> ListAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<KeySummary>>([.. ring.State.Keys.Select(key => key.Summary())]);

    public Task<AccessScopes?> VerifyAsync(string id, string secretHash, CancellationToken cancellationToken = default) =>
        Task.FromResult(ring.State.Verify(id, secretHash, time.GetUtcNow()));

    private async Task<KeySummary> ChangeAsync(Func<KeyRingState, KeySummary> change, CancellationToken cancellationToken)
    {
        var summary = change(ring.State);
        await ring.SaveAsync(this, cancellationToken);
        return summary;
    }
}
