using AlignZeg.Abstractions.Access;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Server.Access;
using AlignZeg.Server.Documents;
using AlignZeg.Server.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AlignZeg.Server.Endpoints;

/// <summary>Jobs. Starting is idempotent by the job's id, or by the header <c>Idempotency-Key</c>, which then decides the id.</summary>
internal static class JobEndpoints
{
    public static void MapJobs(this IEndpointRouteBuilder v1)
    {
        string label = AccessPolicies.Of(AccessScopes.Label);
        var routes = v1.MapGroup("/jobs");
        routes.MapGet("/", (TenantScope tenant, Catalogue catalogue, string? after, int? limit, CancellationToken cancellationToken) =>
            catalogue.ListAsync(tenant, CatalogueKind.Jobs, after, limit, cancellationToken))
            .WithSummary("Names of the jobs.");
        routes.MapPost("/", StartAsync).RequireAuthorization(label)
            .WithSummary("Starts a job, or goes on with it: the same id, or the same header Idempotency-Key, is the same job. Other terms replace the earlier ones.")
            .Example("""{"id": "monday", "dataset": "photos", "vocabulary": "animals", "model": "tiny", "max_failures": 100}""").Produces<JobView>(StatusCodes.Status202Accepted)
            .MayAnswer(ProblemTypes.InvalidName, ProblemTypes.DatasetNotFound, ProblemTypes.VocabularyNotFound, ProblemTypes.ModelNotFound, ProblemTypes.JobConflict, ProblemTypes.InvalidTerms, ProblemTypes.QuotaExceeded);
        routes.MapGet("/{id}", async (TenantScope tenant, string id, CancellationToken cancellationToken) => JobView.Of(id, await tenant.Job(id).GetStatusAsync(cancellationToken)))
            .WithSummary("How a job is: phase, counts, rate, and what blocks it or what it waits for.");
        routes.MapGet("/{id}/request", async (TenantScope tenant, string id, CancellationToken cancellationToken) => JobRequestView.Of(await tenant.Job(id).GetRequestAsync(cancellationToken)))
            .WithSummary("What a job was asked to do, with exact versions, and its terms.");
        routes.MapPost("/{id}/pause", Act((job, cancellationToken) => job.PauseAsync(cancellationToken))).RequireAuthorization(label).WithSummary("Begins nothing new; what is in hand is finished.").MayAnswer(ProblemTypes.JobPhase);
        routes.MapPost("/{id}/resume", Act((job, cancellationToken) => job.ResumeAsync(cancellationToken))).RequireAuthorization(label).WithSummary("Goes on after a pause or a problem.").MayAnswer(ProblemTypes.JobPhase, ProblemTypes.QuotaExceeded);
        routes.MapPost("/{id}/cancel", Act((job, cancellationToken) => job.CancelAsync(cancellationToken))).RequireAuthorization(label).WithSummary("Ends the job for good; its results stay.").MayAnswer(ProblemTypes.JobPhase);
        routes.MapPut("/{id}/terms", SetTermsAsync).RequireAuthorization(label)
            .WithSummary("Replaces priority, deadline and most failures; a job that was blocked goes on.").Example("""{"priority": 10, "deadline": "2030-01-31T12:00:00Z", "max_failures": 100}""").MayAnswer(ProblemTypes.InvalidTerms, ProblemTypes.QuotaExceeded);
        routes.MapPost("/{id}/retry", RetryAsync).RequireAuthorization(label)
            .WithSummary("Tries failed images again, once each. With a number, one more than the job's retries, the call is safe to repeat.").Example("""{"reasons": ["read_failed"], "number": 1}""").MayAnswer(ProblemTypes.JobPhase, ProblemTypes.QuotaExceeded);
        routes.MapGet("/{id}/failures", ReadFailuresAsync).WithSummary("The images whose newest result is a failure, with reason and sentence.");
    }

    private static async Task<IResult> StartAsync(TenantScope tenant, JobBody body, HttpRequest http, IGrainFactory grains, Catalogue catalogue, CancellationToken cancellationToken)
    {
        string id = body.Id ?? IdempotentIds.Of(http, "job");
        var job = tenant.Job(id);
        var request = await ResolveAsync(tenant, body, await KnownAsync(job, cancellationToken), grains, cancellationToken);
        var status = await job.StartAsync(request, cancellationToken);
        await catalogue.AddAsync(tenant, CatalogueKind.Jobs, id, cancellationToken);
        return TypedResults.Accepted($"/v1/jobs/{id}", JobView.Of(id, status));
    }

    private static async Task<JobRequest?> KnownAsync(IJobGrain job, CancellationToken cancellationToken)
    {
        try
        {
            return await job.GetRequestAsync(cancellationToken);
        }
        catch (JobNotFoundException)
        {
            return null;
        }
    }

    // What a repeated request leaves out is what the first one settled: a newer version in between makes no conflict.
    private static async Task<JobRequest> ResolveAsync(TenantScope tenant, JobBody body, JobRequest? known, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var (dataset, vocabulary) = (new DatasetKey(tenant.Tenant, body.Dataset), new VocabularyKey(tenant.Tenant, body.Vocabulary));
        int datasetVersion = body.DatasetVersion
            ?? (known?.Dataset == dataset ? known.DatasetVersion : (await tenant.Dataset(body.Dataset).GetAsync(0, cancellationToken)).Number);
        int vocabularyVersion = body.VocabularyVersion
            ?? (known?.Vocabulary == vocabulary ? known.VocabularyVersion : (await tenant.Vocabulary(body.Vocabulary).GetAsync(0, cancellationToken)).Number);
        var model = new ModelKey(body.Model);
        var bundle = known?.Model.Model == model ? known.Model : await grains.GetGrain<IModelGrain>(model.ToString()).ResolveAsync(cancellationToken);
        var tiling = body.Tiling is { } asked ? asked.ToTiling() : known is not null ? known.Tiling : JobTiling.Auto;
        return new(dataset, datasetVersion, vocabulary, vocabularyVersion, bundle, new(body.Confidence, body.Overlay), new(body.Priority, body.Deadline, body.MaxFailures), tiling);
    }

    private static Func<TenantScope, string, CancellationToken, Task<JobView>> Act(Func<IJobGrain, CancellationToken, Task> act) => async (tenant, id, cancellationToken) =>
    {
        var job = tenant.Job(id);
        await act(job, cancellationToken);
        return JobView.Of(id, await job.GetStatusAsync(cancellationToken));
    };

    // The same request with other terms is the same job: that is how terms change.
    private static async Task<JobView> SetTermsAsync(TenantScope tenant, string id, TermsBody body, CancellationToken cancellationToken)
    {
        var job = tenant.Job(id);
        var request = await job.GetRequestAsync(cancellationToken);
        return JobView.Of(id, await job.StartAsync(request with { Terms = new(body.Priority, body.Deadline, body.MaxFailures) }, cancellationToken));
    }

    private static async Task<JobView> RetryAsync(TenantScope tenant, string id, RetryBody body, CancellationToken cancellationToken)
    {
        if (body.Number < 1) throw new BadHttpRequestException($"The retry has the number {body.Number}; they are counted from 1, and the job says how many there were.");
        return JobView.Of(id, await tenant.Job(id).RetryFailedAsync(body.Reasons, body.Number, cancellationToken));
    }

    private static async Task<FailureList> ReadFailuresAsync(TenantScope tenant, string id, string? after, int? limit, CancellationToken cancellationToken) =>
        await FailureList.ReadAsync(tenant.Job(id), after, limit, cancellationToken);
}

/// <summary>What a job shall do. Versions that are left out are the latest; the model is what its name stands for now.</summary>
internal sealed record JobBody(
    string Dataset, string Vocabulary, string Model, string? Id = null, int? DatasetVersion = null, int? VocabularyVersion = null,
    bool Confidence = false, bool Overlay = false, int Priority = 0, DateTimeOffset? Deadline = null, int? MaxFailures = null, TilingView? Tiling = null);

/// <summary>What a job was asked to do.</summary>
/// <param name="Model">The name.</param>
/// <param name="ModelHash">Of the files that were behind the name.</param>
internal sealed record JobRequestView(
    string Dataset, int DatasetVersion, string Vocabulary, int VocabularyVersion, string Model, string ModelHash, bool Confidence, bool Overlay, int Priority, DateTimeOffset? Deadline, int? MaxFailures,
    TilingView Tiling)
{
    public static JobRequestView Of(JobRequest request)
    {
        var terms = request.Terms ?? JobTerms.Default;
        return new(
            request.Dataset.Name, request.DatasetVersion, request.Vocabulary.Name, request.VocabularyVersion, request.Model.Model.Name, request.Model.Hash,
            request.Outputs.Confidence, request.Outputs.Overlay, terms.Priority, terms.Deadline, terms.MaxFailures, TilingView.Of(request.Tiling));
    }
}

/// <summary>How pictures that are too large to be read whole are cut into overlapping tiles. Left out: above 8192 pixels a side, into tiles of 4096.</summary>
/// <param name="Size">Longest side of a tile, pixels; 0 = every picture is read whole.</param>
/// <param name="Above">Pictures with a longer side are cut, pixels. Default: those that are larger than a tile.</param>
/// <param name="Overlap">Pixels that two neighbours share at the least. Default: a quarter of a tile.</param>
internal sealed record TilingView(int Size, int? Above = null, int? Overlap = null)
{
    public static TilingView Of(JobTiling? tiling) => tiling is null ? new(0) : new(tiling.Size, tiling.Above, tiling.Overlap);

    public JobTiling? ToTiling() => Size == 0 ? null : JobTiling.Of(Size, Overlap, Above);
}

/// <summary>How a job shall be run from now on; what is left out is at its default.</summary>
internal sealed record TermsBody(int Priority = 0, DateTimeOffset? Deadline = null, int? MaxFailures = null);

/// <summary>Which failed images shall be tried again.</summary>
/// <param name="Reasons">Reason codes; null = all.</param>
/// <param name="Number">The how-manieth retry of the job it is, from 1: makes the call safe to repeat; null = the next.</param>
internal sealed record RetryBody(IReadOnlyList<string>? Reasons = null, int? Number = null);
