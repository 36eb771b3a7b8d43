using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Models;

namespace AlignZeg.Grains.Workers;

/// <summary>Makes the plan of a job for one device; keeps the last one, since a worker mostly stays with a job.</summary>
internal sealed class LabellingPlans(IGrainFactory grains, ClassifierCache classifiers, BundleCache bundles, DeviceThread device)
{
    private LabellingPlan? _last;

    /// <exception cref="Abstractions.Models.ModelUnavailableException">The model does not load.</exception>
    public async Task<LabellingPlan> GetAsync(JobPlan job, CancellationToken cancellationToken)
    {
        if (_last?.Job == job) return _last;
        var (request, vocabulary) = (job.Request, grains.GetGrain<IVocabularyGrain>(job.Request.Vocabulary.ToString()));
        var version = await vocabulary.GetAsync(request.VocabularyVersion, cancellationToken);
        var reference = await vocabulary.GetClassifierAsync(request.VocabularyVersion, request.Model, cancellationToken);
        var classifier = await classifiers.GetAsync(reference, cancellationToken);
        var model = await bundles.LocalAsync(request.Model, cancellationToken);
        var segmenter = _last?.Model == model ? _last.Segmenter : await device.RunBulkAsync(models => models.Get(model), cancellationToken); // no need to wait for the batch in flight
        return _last = new(job, model, version.Definition, classifier, segmenter);
    }
}
