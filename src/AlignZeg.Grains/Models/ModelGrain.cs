using AlignZeg.Abstractions.Models;
using AlignZeg.Grains.Devices;
using AlignZeg.Storage.GrainState;

namespace AlignZeg.Grains.Models;

[PrefersNoDevices]
internal sealed class ModelGrain([PersistentState("model", GrainStorageNames.Models)] IPersistentState<ModelState> model, DeviceDirectory devices)
    : Grain, IModelGrain
{
    public async Task<ModelBundle> RegisterAsync(string path, string hash, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(hash);
        var bundle = new ModelBundle(ModelKey.Parse(this.GetPrimaryKeyString()), path, hash);
        if (bundle == model.State.Bundle) return bundle;
        model.State.Bundle = bundle;
        await model.SaveAsync(this, cancellationToken);
        return bundle;
    }

    public Task<ModelBundle> ResolveAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(model.State.Bundle ?? throw new ModelNotFoundException(this.GetPrimaryKeyString()));

    public Task<IReadOnlyList<ModelInstanceKey>> ListInstancesAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(devices.InstancesOf(ModelKey.Parse(this.GetPrimaryKeyString())));
}
