/** Repeats a check that another process may be about to fulfil. */
export async function eventually(check: () => void | Promise<void>, patienceMs = 5000): Promise<void> {
  for (const deadline = Date.now() + patienceMs; ; ) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
