using AlignZeg.Abstractions.Access;
using AlignZeg.Server.Access;
using AlignZeg.Server.Documents;
using AlignZeg.Server.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AlignZeg.Server.Calibration;

/// <summary>From what people said of label maps to a vocabulary's thresholds.</summary>
internal static class CalibrationEndpoints
{
    public static void MapCalibration(this IEndpointRouteBuilder v1) => v1.MapPost("/vocabularies/{name}/calibrate", CalibrateAsync).RequireAuthorization(AccessPolicies.Of(AccessScopes.Label))
        .WithSummary("Fits thresholds to reviewed images: per class the lowest at which the target share of its pixels is right. Not complete: the same call goes on. Publishes nothing but with ?publish=true, and then only while the latest version is the one that was begun from, unless the body names a version.")
        .Example("""{"jobs": ["monday"], "target": 0.9}""")
        .MayAnswer(ProblemTypes.JobNotFound, ProblemTypes.DatasetNotFound, ProblemTypes.InvalidCalibration, ProblemTypes.InvalidVocabulary, ProblemTypes.TextTooLong, ProblemTypes.QuotaExceeded, ProblemTypes.ModelNotFound, ProblemTypes.ModelUnavailable, ProblemTypes.StaleVersion);

    private static async Task<CalibrationView> CalibrateAsync(TenantScope tenant, string name, CalibrationBody body, Calibrator calibrator, CancellationToken cancellationToken, bool publish = false)
    {
        var (view, draft, begun) = await calibrator.RunAsync(tenant, name, body, cancellationToken);
        if (!publish || draft is null) return view;
        var published = await tenant.Vocabulary(name).PublishIfAsync(draft, new(Hashes: body.Version is null ? [begun.Hash] : null), cancellationToken); // what others have published meanwhile is not undone
        return view with { Result = view.Result! with { Version = published.Number } };
    }
}
