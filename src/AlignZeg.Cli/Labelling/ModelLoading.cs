using AlignZeg.Abstractions.Models;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Progress;

namespace AlignZeg.Cli.Labelling;

/// <summary>Loads a request's model on every device thread before anything is labelled: an error is said at once, and no rate counts it.</summary>
internal static class ModelLoading
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200), LongestStart = TimeSpan.FromSeconds(10);

    /// <summary>The model as the workers reach it, and its instances, one at least.</summary>
    /// <exception cref="CommandException">No device, or the model does not know a class.</exception>
    public static async Task<(ModelBundle Model, IReadOnlyList<IModelInstanceGrain> Instances)> LoadAsync(
        IPlatform platform, LabelPlan plan, IProgressView view, TimeProvider time, CancellationToken cancellationToken)
    {
        view.Stage($"Loading the model and embedding {Figures.Count(plan.ClassNames.Count)} classes");
        var model = await platform.OfferModelAsync(plan.Model, cancellationToken);
        return await Insistence.CallAsync(async () => (model, await LoadOnAllAsync(platform, plan, model, view, time, cancellationToken)), cancellationToken);
    }

    private static async Task<IReadOnlyList<IModelInstanceGrain>> LoadOnAllAsync(
        IPlatform platform, LabelPlan plan, ModelBundle model, IProgressView view, TimeProvider time, CancellationToken cancellationToken)
    {
        var named = platform.Grains.GetGrain<IModelGrain>(model.Model.ToString());
        await named.RegisterAsync(model.Path, model.Hash, cancellationToken);
        var instances = await InstancesAsync(named, time, cancellationToken);
        var grains = instances.Select(instance => platform.Grains.GetGrain<IModelInstanceGrain>(instance.ToString())).ToArray();
        await Task.WhenAll(grains.Select(grain => grain.LoadAsync(model, cancellationToken)));
        await WordCheck.RequireKnownAsync(grains[0], model, plan.Vocabulary, view, cancellationToken);
        return grains;
    }

    /// <summary>The places where the model can be. Silos hear of each other's devices, and of their own, a moment after they are up: what has just started is given time.</summary>
    private static async Task<IReadOnlyList<ModelInstanceKey>> InstancesAsync(IModelGrain model, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var start = time.GetTimestamp(); ; await Task.Delay(Glance, time, cancellationToken))
        {
            var instances = await model.ListInstancesAsync(cancellationToken);
            if (instances.Count > 0) return instances;
            if (time.GetElapsedTime(start) > LongestStart) throw CommandException.Failed("No silo of the cluster has a device; start a worker with: alignzeg serve --role worker");
        }
    }
}
