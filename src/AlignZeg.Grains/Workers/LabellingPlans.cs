using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Reuse;

namespace AlignZeg.Grains.Workers;

/// <summary>Makes the plan of a job for one device; keeps the last one, since a worker mostly stays with a job.</summary>
internal sealed class LabellingPlans(IGrainFactory grains, WorkerSettings settings, DeviceThread device)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private LabellingPlan? _last;

    /// <summary>The plan; waits while models that images in hand need leave no room for the job's: these images leave within seconds, since the worker takes no further
    /// ones while it waits here.</summary>
    /// <exception cref="ModelUnavailableException">The model does not load.</exception>
    public async Task<LabellingPlan> GetAsync(JobPlan job, CancellationToken cancellationToken)
    {
        while (true)
        {
            var released = device.Uses.Released;
            try
            {
                return _last = _last?.Job == job ? _last : await MakeAsync(job, cancellationToken);
            }
            catch (DeviceBusyException)
            {
                await Task.WhenAny(released, Task.Delay(LongestWait, settings.Time, cancellationToken)); // it may be another device that is busy
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task<LabellingPlan> MakeAsync(JobPlan job, CancellationToken cancellationToken)
    {
        var (request, vocabulary) = (job.Request, grains.GetGrain<IVocabularyGrain>(job.Request.Vocabulary.ToString()));
        var version = await vocabulary.GetAsync(request.VocabularyVersion, cancellationToken);
        var reference = await vocabulary.GetClassifierAsync(request.VocabularyVersion, request.Model, cancellationToken);
        var classifier = await settings.Classifiers.GetAsync(reference, cancellationToken);
        var model = await settings.Bundles.LocalAsync(request.Model, cancellationToken);
        var segmenter = _last?.Model == model && device.Health().Loaded.Contains(model.Hash)
            ? _last.Segmenter // no need to wait for the batch in flight
            : await device.RunBulkAsync(models => models.Get(model), cancellationToken);
        var options = settings.Options.Value;
        return new(job, model, version.Definition, classifier, segmenter)
        {
            Fingerprint = options.ReuseResults ? ResultFingerprint.Of(model.Hash, version.Hash, request.Outputs, device.Name, request.Tiling) : null,
            Tiles = TileRules.Of(request.Tiling),
            FeatureFolder = options.CacheFeatures && segmenter.HasFeatures ? FeatureCache.FolderOf(job.Job, model, device.Name) : null,
        };
    }
}
