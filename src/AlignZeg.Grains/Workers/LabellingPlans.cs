using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Reuse;

namespace AlignZeg.Grains.Workers;

/// <summary>Makes the plan of a job for one device; keeps the last one, since a worker mostly stays with a job.</summary>
internal sealed class LabellingPlans(IGrainFactory grains, WorkerSettings settings, DeviceThread device)
{
    private LabellingPlan? _last;

    /// <exception cref="Abstractions.Models.ModelUnavailableException">The model does not load.</exception>
    public async Task<LabellingPlan> GetAsync(JobPlan job, CancellationToken cancellationToken)
    {
        if (_last?.Job == job) return _last;
        var (request, vocabulary) = (job.Request, grains.GetGrain<IVocabularyGrain>(job.Request.Vocabulary.ToString()));
        var version = await vocabulary.GetAsync(request.VocabularyVersion, cancellationToken);
        var reference = await vocabulary.GetClassifierAsync(request.VocabularyVersion, request.Model, cancellationToken);
        var classifier = await settings.Classifiers.GetAsync(reference, cancellationToken);
        var model = await settings.Bundles.LocalAsync(request.Model, cancellationToken);
        var segmenter = await device.RunBulkAsync(models => models.Get(model), cancellationToken);
        return _last = new(job, model, version.Definition, classifier, segmenter)
        {
            Fingerprint = settings.Options.Value.ReuseResults ? ResultFingerprint.Of(model.Hash, version.Hash, request.Outputs, device.Name) : null,
        };
    }
}
