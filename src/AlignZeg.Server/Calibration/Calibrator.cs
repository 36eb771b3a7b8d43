using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Reviews;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Server.Access;
using AlignZeg.Server.Problems;
using AlignZeg.Server.Review;
using AlignZeg.Server.Segmenting;
using AlignZeg.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Calibration;

/// <summary>Fits a vocabulary's thresholds to reviews. What was measured of an image is kept, so that a call that ran out of time is gone on with by the next.</summary>
internal sealed class Calibrator(ReviewedImages images, SomeDevice devices, IBlobStore blobs, IOptions<ReviewOptions> options, TimeProvider time)
{
    private const int AtOnce = 4;

    /// <summary>Measures what is not measured yet, for a while, and fits once all is.</summary>
    /// <returns>How far it is, the draft, null = not done, and the version that it was begun from.</returns>
    /// <exception cref="ProblemException">The jobs or figures do not fit.</exception>
    public async Task<(CalibrationView View, VocabularyDefinition? Draft, VocabularyVersion Base)> RunAsync(TenantScope tenant, string name, CalibrationBody body, CancellationToken cancellationToken)
    {
        Check(body);
        var version = await tenant.Vocabulary(name).GetAsync(body.Version ?? 0, cancellationToken);
        var sample = await images.FindAsync(tenant, name, version, body.Jobs, options.Value.CalibrationImages, cancellationToken);
        var (counts, open) = await MeasureAsync(tenant, name, version, sample, cancellationToken);
        int measured = counts.Count(one => one is not null), unreadable = sample.Images.Count - open - measured;
        if (open > 0) return (new(false, sample.Images.Count, measured, unreadable, sample.Rejected), null, version);
        var (fitted, tested) = (Sum(1), Sum(0));
        var (draft, result) = new VocabularyFit(version, fitted.Counts, tested.Counts).Run(new(body.Target, body.LeastPixels), body.Target, (fitted.Images, tested.Images));
        return (new(true, sample.Images.Count, measured, unreadable, sample.Rejected, result), draft, version);

        (ConfidenceCounts Counts, int Images) Sum(int half)
        {
            var (sum, number) = (new ConfidenceCounts(), 0);
            foreach (var (one, _) in counts.Zip(sample.Images).Where(pair => pair.First is not null && HalfOf(pair.Second.Review.Image) == half))
            {
                sum.Add(one!);
                number++;
            }

            return (sum, number);
        }
    }

    /// <summary>0 or 1, by an image's name: which half it is in does not change with what else is reviewed.</summary>
    internal static int HalfOf(string image) => SHA256.HashData(Encoding.UTF8.GetBytes(image))[0] & 1;

    private static void Check(CalibrationBody body)
    {
        if (body.Target is not (> 0 and < 1)) throw new ProblemException(ProblemTypes.InvalidCalibration, $"The target is {body.Target}; give a share above 0 and below 1, such as 0.9.");
        if (body.LeastPixels < 1) throw new ProblemException(ProblemTypes.InvalidCalibration, $"The fewest pixels are {body.LeastPixels}; give 1 or more.");
    }

    // Null = could not be measured; how many are left, since the time was up.
    private async Task<(ConfidenceCounts?[] Counts, int Open)> MeasureAsync(TenantScope tenant, string name, VocabularyVersion version, ReviewSample sample, CancellationToken cancellationToken)
    {
        var classifier = await tenant.Vocabulary(name).GetClassifierAsync(version.Number, sample.Model, cancellationToken);
        var (vocabulary, margins) = (version.Definition, AbstentionRule.Of(WithoutThresholds(version.Definition)));
        string scores = $"{sample.Model.Hash}/{classifier.Sha256}/{string.Join(',', margins?.Margins ?? [])}/{margins?.BackgroundMargin}";
        var counts = new ConfidenceCounts?[sample.Images.Count];
        var (start, open) = (time.GetTimestamp(), 0);
        await Parallel.ForAsync(0, counts.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (i, token) =>
        {
            var (job, review) = sample.Images[i];
            string output = NameOf(tenant, string.Create(CultureInfo.InvariantCulture, $"{scores}/{job.Dataset}/{job.Version.Hash}/{review.Index}/{review.Truth()}"));
            var kept = await blobs.ReadAsync(output, token);
            if (kept is null && time.GetElapsedTime(start) > options.Value.CalibrationTime) Interlocked.Increment(ref open);
            else counts[i] = kept is not null ? ConfidenceCounts.Parse(kept.Content) : await MeasureAsync(
                tenant, new(sample.Model, classifier, job.Dataset, job.Version, review.Index, review.Truth()!, vocabulary.Classes.Count, vocabulary.BackgroundId(), margins, output), token);
        });
        return (counts, open);
    }

    private async Task<ConfidenceCounts?> MeasureAsync(TenantScope tenant, MeasureRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await tenant.Account.ChargeAsync(new(1, 0, 0, 0, 0), ComputeAsync, cancellationToken);
        }
        catch (ImageRejectedException)
        {
            return null;
        }

        return await blobs.ReadAsync(request.Output, cancellationToken) is { } written ? ConfidenceCounts.Parse(written.Content) : null;

        async Task<MeasuredImage> ComputeAsync()
        {
            var measured = await devices.RunAsync(request.Bundle.Model, device => device.MeasureAsync(request, cancellationToken), cancellationToken);
            await tenant.Account.AddAsync(new(0, (long)measured.Width * measured.Height, measured.Bytes, measured.DeviceMilliseconds, 0), CancellationToken.None);
            return measured;
        }
    }

    private static VocabularyDefinition WithoutThresholds(VocabularyDefinition vocabulary) =>
        vocabulary with { Threshold = null, Classes = [.. vocabulary.Classes.Select(one => one with { Threshold = null })] };

    private static string NameOf(TenantScope tenant, string what) => $"{tenant.Prefix}calibration/{ContentBlobExtensions.HashOf(Encoding.UTF8.GetBytes(what))}.json";
}
