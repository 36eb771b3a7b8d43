using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Server.Access;
using AlignZeg.Server.Problems;
using AlignZeg.Server.Review;

namespace AlignZeg.Server.Calibration;

/// <summary>Finds the reviewed images that a vocabulary is calibrated with.</summary>
internal sealed class ReviewedImages(ReviewStore store)
{
    private const int MostJobs = 100, MostLookedAt = 8; // per image that is used, in case most are rejected

    /// <summary>Images of the jobs whose review says what is right, chosen by the hash of job and index: a sample of all of them, the same at every call.</summary>
    /// <param name="tenant">Whose.</param> <param name="vocabulary">That the jobs must have used.</param> <param name="version">That the images are to be measured with.</param>
    /// <param name="names">Of the jobs.</param> <param name="most">Images.</param> <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ProblemException">A job does not fit, or no image is there.</exception>
    public async Task<ReviewSample> FindAsync(TenantScope tenant, string vocabulary, VocabularyVersion version, IReadOnlyList<string> names, int most, CancellationToken cancellationToken)
    {
        if (names.Count is 0 or > MostJobs) throw Invalid($"A calibration has 1 to {MostJobs} jobs, not {names.Count}.");
        var candidates = new List<(ulong Order, ReviewedJob Job, int Index)>();
        ModelBundle? model = null;
        foreach (string name in names.Distinct(StringComparer.Ordinal))
        {
            var job = await OpenAsync(tenant, vocabulary, version, name, cancellationToken);
            model ??= job.Model;
            if (job.Model.Hash != model.Hash) throw Invalid($"The job '{name}' used another model than '{names[0]}'; thresholds are of one model's scores: calibrate with the jobs of one.");
            await foreach (int index in store.ListAsync(job.Key, cancellationToken))
            {
                candidates.Add((OrderOf(job.Key, index), job, index));
                if (candidates.Count > 2 * MostLookedAt * most) Thin(candidates, MostLookedAt * most);
            }
        }

        Thin(candidates, MostLookedAt * most);
        return await ReadAsync(candidates, model!, most, cancellationToken);
    }

    private async Task<ReviewSample> ReadAsync(List<(ulong Order, ReviewedJob Job, int Index)> candidates, ModelBundle model, int most, CancellationToken cancellationToken)
    {
        var (found, rejected) = (new List<(ReviewedJob, ImageReview)>(), 0);
        foreach (var some in candidates.Chunk(most))
        {
            foreach (var ofJob in some.GroupBy(one => one.Job))
                foreach (var review in await store.ReadAsync(ofJob.Key.Key, [.. ofJob.Select(one => one.Index)], cancellationToken))
                {
                    if (review.Truth() is null) rejected++;
                    else found.Add((ofJob.Key, review));
                }

            if (found.Count >= most) break;
        }

        if (found.Count == 0) throw Invalid("No image of the jobs has a review that says what is right; accept or correct some of them first.");
        return new(model, [.. found.Take(most)], rejected);
    }

    private static async Task<ReviewedJob> OpenAsync(TenantScope tenant, string vocabulary, VocabularyVersion version, string name, CancellationToken cancellationToken)
    {
        var request = await tenant.Job(name).GetRequestAsync(cancellationToken);
        if (request.Vocabulary.Name != vocabulary) throw Invalid($"The job '{name}' used the vocabulary '{request.Vocabulary.Name}', not '{vocabulary}'.");
        var used = await tenant.Vocabulary(vocabulary).GetAsync(request.VocabularyVersion, cancellationToken);
        if (!IdsOf(used).SequenceEqual(IdsOf(version)))
            throw Invalid($"The job '{name}' used version {used.Number}, whose classes are not those of version {version.Number}; begin from a version with the same classes in the same order.");
        return new(tenant.Key(name), request.Dataset, await tenant.Dataset(request.Dataset.Name).GetAsync(request.DatasetVersion, cancellationToken), request.Model);
    }

    private static IEnumerable<(string, bool)> IdsOf(VocabularyVersion version) => version.Definition.Classes.Select(one => (NameForm.Folded(one.Name), one.Background));

    private static void Thin(List<(ulong Order, ReviewedJob Job, int Index)> candidates, int most)
    {
        candidates.Sort((one, other) => one.Order.CompareTo(other.Order));
        if (candidates.Count > most) candidates.RemoveRange(most, candidates.Count - most);
    }

    private static ulong OrderOf(JobKey job, int index) => BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{job}/{index}"))));

    private static ProblemException Invalid(string detail) => new(ProblemTypes.InvalidCalibration, detail);
}

/// <summary>A job with reviews.</summary>
internal sealed record ReviewedJob(JobKey Key, DatasetKey Dataset, DatasetVersion Version, ModelBundle Model);

/// <summary>The images that a calibration uses.</summary>
/// <param name="Model">Of all the jobs.</param> <param name="Images">With their reviews.</param> <param name="Rejected">Reviewed images met on the way that are of no use.</param>
internal sealed record ReviewSample(ModelBundle Model, IReadOnlyList<(ReviewedJob Job, ImageReview Review)> Images, int Rejected);
