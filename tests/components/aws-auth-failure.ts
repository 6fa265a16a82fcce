import { isAwsAuthError } from "../../core/aws-auth";

/** How an operation on aws-auth fails; anything else that goes wrong is thrown on. */
export async function failure(
  action: Promise<unknown>,
): Promise<{ code: string; message: string }> {
  try {
    await action;
  } catch (error) {
    if (isAwsAuthError(error)) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("nothing failed");
}
