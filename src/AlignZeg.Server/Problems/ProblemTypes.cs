using System.Reflection;

namespace AlignZeg.Server.Problems;

/// <summary>Every kind of error that the API answers with. Append; codes are part of the contract, and the README lists them.</summary>
internal static class ProblemTypes
{
    public static readonly ProblemType InvalidRequest = new("invalid-request", 400, "The request is not well formed.");
    public static readonly ProblemType InvalidName = new("invalid-name", 400, "A name may not be used.");
    public static readonly ProblemType InvalidCursor = new("invalid-cursor", 400, "The cursor is not one of this job.");
    public static readonly ProblemType Unauthenticated = new("unauthenticated", 401, "A valid API key is needed.");
    public static readonly ProblemType Forbidden = new("forbidden", 403, "The API key does not allow this.");
    public static readonly ProblemType LinkExpired = new("link-expired", 403, "The link is not valid, or not any more.");
    public static readonly ProblemType NoRoute = new("no-route", 404, "There is nothing at this address.");
    public static readonly ProblemType JobNotFound = new("job-not-found", 404, "There is no such job.");
    public static readonly ProblemType VocabularyNotFound = new("vocabulary-not-found", 404, "There is no such vocabulary or version.");
    public static readonly ProblemType DatasetNotFound = new("dataset-not-found", 404, "There is no such dataset or version.");
    public static readonly ProblemType ModelNotFound = new("model-not-found", 404, "There is no such model.");
    public static readonly ProblemType ImportNotFound = new("import-not-found", 404, "There is no such import.");
    public static readonly ProblemType ExportNotFound = new("export-not-found", 404, "There is no such export.");
    public static readonly ProblemType KeyNotFound = new("key-not-found", 404, "There is no such API key.");
    public static readonly ProblemType FileNotFound = new("file-not-found", 404, "There is no such file.");
    public static readonly ProblemType WebhookNotFound = new("webhook-not-found", 404, "There is no such webhook.");
    public static readonly ProblemType DeliveryNotFound = new("delivery-not-found", 404, "There is no such delivery.");
    public static readonly ProblemType ImageNotFound = new("image-not-found", 404, "There is no such image, or it has no result.");
    public static readonly ProblemType ReviewNotFound = new("review-not-found", 404, "There is no such review.");
    public static readonly ProblemType DashboardOff = new("dashboard-off", 404, "This server has no dashboard.");
    public static readonly ProblemType WrongMethod = new("wrong-method", 405, "The address does not take this method.");
    public static readonly ProblemType TooSlow = new("too-slow", 408, "The body comes too slowly.");
    public static readonly ProblemType JobConflict = new("job-conflict", 409, "The job holds another request.");
    public static readonly ProblemType ImportConflict = new("import-conflict", 409, "The import holds another request.");
    public static readonly ProblemType ExportConflict = new("export-conflict", 409, "The export holds another order.");
    public static readonly ProblemType JobPhase = new("job-phase", 409, "The job is in a phase that does not allow this.");
    public static readonly ProblemType StaleVersion = new("stale-version", 412, "What was changed is not the latest version.");
    public static readonly ProblemType TooLarge = new("too-large", 413, "The body is too large.");
    public static readonly ProblemType WrongMediaType = new("wrong-media-type", 415, "The body is of a type that is not taken here.");
    public static readonly ProblemType InvalidVocabulary = new("invalid-vocabulary", 422, "The vocabulary breaks its rules.");
    public static readonly ProblemType TextTooLong = new("text-too-long", 422, "A model does not read a text to its end.");
    public static readonly ProblemType InvalidDataset = new("invalid-dataset", 422, "The dataset cannot be made like this.");
    public static readonly ProblemType InvalidImport = new("invalid-import", 422, "The container cannot be imported from.");
    public static readonly ProblemType InvalidExport = new("invalid-export", 422, "The results cannot be exported like this.");
    public static readonly ProblemType InvalidKey = new("invalid-key", 422, "The API key cannot be made like this.");
    public static readonly ProblemType InvalidTerms = new("invalid-terms", 422, "A term, quota or weight is out of its range.");
    public static readonly ProblemType InvalidWebhook = new("invalid-webhook", 422, "The webhook cannot be used like this.");
    public static readonly ProblemType ImageRejected = new("image-rejected", 422, "The image cannot be read.");
    public static readonly ProblemType InvalidReview = new("invalid-review", 422, "The image cannot be reviewed like this.");
    public static readonly ProblemType InvalidCalibration = new("invalid-calibration", 422, "The vocabulary cannot be calibrated like this.");
    public static readonly ProblemType Busy = new("busy", 429, "Too much is waiting already.");
    public static readonly ProblemType QuotaExceeded = new("quota-exceeded", 429, "A quota of the tenant is used up.");
    public static readonly ProblemType LimitReached = new("limit-reached", 429, "A limit is reached.");
    public static readonly ProblemType RateLimited = new("rate-limited", 429, "Requests come too fast, or too many streams are open.");
    public static readonly ProblemType Internal = new("internal", 500, "Something went wrong here.");
    public static readonly ProblemType StorageFault = new("storage-fault", 500, "The storage has a fault.");
    public static readonly ProblemType StorageUnavailable = new("storage-unavailable", 503, "The storage does not answer.");
    public static readonly ProblemType ModelUnavailable = new("model-unavailable", 503, "The model cannot be used now.");
    public static readonly ProblemType ClusterUnavailable = new("cluster-unavailable", 503, "The cluster does not answer in time.");
    public static readonly ProblemType StorageFull = new("storage-full", 507, "The storage is full.");

    public static readonly IReadOnlyList<ProblemType> All =
        [.. typeof(ProblemTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.FieldType == typeof(ProblemType)).Select(field => (ProblemType)field.GetValue(null)!)];
}
