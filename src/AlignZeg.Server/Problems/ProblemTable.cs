using System.Text.Json;
using AlignZeg.Abstractions;
using AlignZeg.Abstractions.Access;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Exports;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Tenants;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Abstractions.Webhooks;
using AlignZeg.Datasets.Spools;
using AlignZeg.Server.Hosting;
using AlignZeg.Server.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Problems;

/// <summary>Which problem an exception becomes; the only place that knows.</summary>
internal sealed class ProblemTable(IOptions<HttpOptions> options)
{
    private const string NothingToTell = "The server met an error that is not yours; report it with the request id.";

    private TimeSpan Soon => options.Value.RetryAfter;

    /// <summary>The problem; an unknown exception says nothing of what is inside.</summary>
    public Problem Of(Exception exception) => OfRequest(exception) ?? OfDomain(exception) ?? OfPlatform(exception) ?? new(ProblemTypes.Internal, NothingToTell);

    private static Problem? OfRequest(Exception exception) => exception switch
    {
        ProblemException problem => new(problem.Type, problem.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new(ProblemTypes.TooLarge, "The body of the request is larger than this route takes."),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => new(ProblemTypes.TooSlow, "The body of the request comes too slowly; send it faster, or in smaller requests."),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } bad => new(ProblemTypes.WrongMediaType, bad.Message),
        BadHttpRequestException { InnerException: JsonException json } => new(ProblemTypes.InvalidRequest, $"The body is not the JSON that is expected here: {json.Message}"),
        BadHttpRequestException bad => new(ProblemTypes.InvalidRequest, bad.Message),
        FormatException format => new(ProblemTypes.InvalidName, format.Message),
        _ => null,
    };

    private static Problem? OfDomain(Exception exception) => exception switch
    {
        JobNotFoundException => new(ProblemTypes.JobNotFound, exception.Message),
        JobConflictException => new(ProblemTypes.JobConflict, exception.Message),
        ImportNotFoundException => new(ProblemTypes.ImportNotFound, exception.Message),
        ImportConflictException => new(ProblemTypes.ImportConflict, exception.Message),
        ExportNotFoundException => new(ProblemTypes.ExportNotFound, exception.Message),
        ExportConflictException => new(ProblemTypes.ExportConflict, exception.Message),
        JobPhaseException => new(ProblemTypes.JobPhase, exception.Message),
        InvalidVocabularyException vocabulary => new(ProblemTypes.InvalidVocabulary, vocabulary.Problems[0], Problems: vocabulary.Problems),
        StaleVocabularyException => new(ProblemTypes.StaleVersion, exception.Message),
        TextTooLongException text => new(ProblemTypes.TextTooLong, text.Message, Problems: text.Problems),
        InvalidDatasetException => new(ProblemTypes.InvalidDataset, exception.Message),
        VocabularyVersionNotFoundException => new(ProblemTypes.VocabularyNotFound, exception.Message),
        DatasetVersionNotFoundException => new(ProblemTypes.DatasetNotFound, exception.Message),
        ModelNotFoundException => new(ProblemTypes.ModelNotFound, exception.Message),
        ApiKeyNotFoundException => new(ProblemTypes.KeyNotFound, exception.Message),
        KeyRingException => new(ProblemTypes.InvalidKey, exception.Message),
        ImageRejectedException => new(ProblemTypes.ImageRejected, exception.Message),
        InvalidJobTermsException or InvalidTenantTermsException => new(ProblemTypes.InvalidTerms, exception.Message),
        WebhookNotFoundException => new(ProblemTypes.WebhookNotFound, exception.Message),
        DeliveryNotFoundException => new(ProblemTypes.DeliveryNotFound, exception.Message),
        InvalidWebhookException => new(ProblemTypes.InvalidWebhook, exception.Message),
        TenantBoundaryException => new(ProblemTypes.Forbidden, "The API key does not reach so far."),
        _ => null,
    };

    private Problem? OfPlatform(Exception exception) => exception switch
    {
        QuotaExceededException quota => new(ProblemTypes.QuotaExceeded, exception.Message, quota.RetryAfter, Breach: quota.Breach),
        StreamLimitException => new(ProblemTypes.RateLimited, exception.Message, Soon),
        FailedKeysException failed => new(ProblemTypes.RateLimited, exception.Message, failed.RetryAfter),
        IRetryLater later => new(ProblemTypes.LimitReached, exception.Message, later.RetryAfter),
        DeviceBusyException => new(ProblemTypes.Busy, exception.Message, Soon),
        LimitExceededException => new(ProblemTypes.Busy, "Too many requests wait for the same thing; try again in a moment.", Soon),
        ModelUnavailableException => new(ProblemTypes.ModelUnavailable, exception.Message, Soon),
        StorageException { Fault: StorageFault.Full } or SpoolException { IsFull: true } => new(ProblemTypes.StorageFull, "The storage has no space left; its operator has to make room."),
        StorageException { Fault: StorageFault.Unavailable } => new(ProblemTypes.StorageUnavailable, "The storage does not answer at present; try again in a moment.", Soon),
        StorageException or SpoolException => new(ProblemTypes.StorageFault, "The storage cannot do what was asked; its operator finds the reason in the log, under the request id."),
        TimeoutException or SiloUnavailableException or OrleansMessageRejectionException or OperationCanceledException => // of a message that ran out of time; a caller who goes gets no problem
            new(ProblemTypes.ClusterUnavailable, "A part of the cluster does not answer in time; the same call may succeed in a moment.", Soon),
        _ => null,
    };
}
